/**
 * Computations that nobody uses and that cannot fail go away; a branch whose test is a constant becomes the arm that
 * is taken. Module calls stay, unless nothing reaches them: which calls are made is part of what a method means.
 *
 *   const DEBUG = false;
 *   const line = `saw ${doc}`;
 *   if (DEBUG) return this.explain(doc);     →   return this.answer(doc);
 *   return this.answer(doc);
 */
import type { Node } from "oxc-parser";
import { launchesIn } from "../analyze/launches.js";
import { outsOf, type Block, type Code, type MethodIr, type Op, type Operand } from "../ir.js";
import { UNDEFINED } from "../lower/captures.js";
import type { State } from "../lower/state.js";
import { isFunction, walk } from "../syntax/walk.js";
import { opCannotThrow } from "./cannotThrow.js";
import { countUses, everyOp, substitute } from "./operands.js";

export function removeDead(ir: MethodIr, state: State): void {
  while (foldOne(ir, state));
  while (dropUnused(ir, state));
}

function dropUnused(ir: MethodIr, state: State): boolean {
  const uses = countUses(ir.body);
  let dropped = false;
  const seen = new Set<Block>();
  everyOp(ir.body, (_, block) => {
    if (seen.has(block)) return;
    seen.add(block);
    const kept = block.ops.filter(
      (op) =>
        op.kind === "let" ||
        outsOf(op).length === 0 ||
        outsOf(op).some((v) => uses.has(v.id)) ||
        !opCannotThrow(op, state),
    );
    if (kept.length === block.ops.length) return;
    for (const op of block.ops) if (!kept.includes(op)) forgetFunctions(op.node, state);
    block.ops = kept;
    dropped = true;
  });
  return dropped;
}

/** The calls in functions that nobody has any more. */
function forgetFunctions(node: Node, state: State): void {
  walk(node, (inner) => {
    if (!isFunction(inner)) return true;
    for (const { node: call } of launchesIn(inner, state.ctx.launches)) state.removed.add(call);
    return false;
  });
}

/** Folds one branch whose test is a constant. */
function foldOne(ir: MethodIr, state: State): boolean {
  const constants = new Map<number, Code>();
  let found: { op: Extract<Op, { kind: "if" | "branch" }>; block: Block; taken: boolean } | undefined;
  everyOp(ir.body, (op, block) => {
    if (op.kind === "let" && op.out) constants.set(op.out.id, op.code);
    if (found || (op.kind !== "if" && op.kind !== "branch")) return;
    const taken = truthOf(op.test, constants, state);
    if (taken !== undefined && canFold(op, block, taken)) found = { op, block, taken };
  });
  if (!found) return false;
  const { op, block, taken } = found;
  const [arm, other] = taken ? [op.then, op.otherwise] : [op.otherwise, op.then];
  const launches = (inner: Block): Set<Node> => {
    const nodes = new Set<Node>();
    everyOp(inner, ({ kind, node }) => {
      if (kind === "call" || kind === "invoke" || kind === "enter" || kind === "sequential") nodes.add(node);
    });
    return nodes;
  };
  const stays = launches(arm);
  for (const node of launches(other)) {
    if (stays.has(node)) continue;
    for (const call of state.ctx.launches.keys())
      if (call.start >= node.start && call.end <= node.end) state.removed.add(call);
  }
  const at = block.ops.indexOf(op);
  block.ops.splice(at, 1, ...arm.ops);
  const values = new Map<number, Operand>();
  const { result } = arm;
  if (op.kind === "branch" && result.kind === "outs") {
    op.outs.forEach((out, i) => values.set(out.id, result.values[i] ?? UNDEFINED));
  } else if (op.out && result.kind === "value") values.set(op.out.id, result.value ?? UNDEFINED);
  else if (result.kind !== "value") block.result = result;
  substitute(ir.body, values);
  return true;
}

/** An arm that ends the block around it in its own way can only stand at the end of it. */
function canFold(op: Extract<Op, { kind: "if" | "branch" }>, block: Block, taken: boolean): boolean {
  const { result } = taken ? op.then : op.otherwise;
  if (op.kind === "branch" && op.outs.length > 0) return result.kind === "outs";
  if (result.kind === "value" || (result.kind === "outs" && result.values.length === 0)) return true;
  const end = block.result;
  const isEnd = end.kind === "value" && end.value && "variable" in end.value && end.value.variable === op.out;
  return block.ops.at(-1) === op && Boolean(isEnd);
}

/** Whether a test is always true or always false. */
function truthOf(test: Operand, constants: ReadonlyMap<number, Code>, state: State): boolean | undefined {
  const code = "variable" in test ? constants.get(test.variable.id) : test.code;
  const [part] = code ?? [];
  if (code?.length !== 1 || part === undefined) return undefined;
  if (typeof part === "object" && "id" in part) return truthOf({ variable: part }, constants, state);
  const text = typeof part === "string" ? part : state.ctx.file.text.slice(part.start, part.end);
  if (text === "true" || /^[1-9]\d*$/.test(text)) return true;
  if (text === "false" || text === "null" || text === "0" || text === '""' || text === "''") return false;
  return undefined;
}
