/**
 * A call written as `speculate(…)`, of a module that is declared `static idempotent = true`, starts where its callee
 * and arguments are there, before the tests in front of it are decided; it is used at its place, and stopped where a
 * test says that the program does not come to it:
 *
 *   if t { x = call 1 this.search [q] } else { … }
 *     →  h = ahead 1 this.search [q];  if t { x = use h } else { drop h … }
 *
 * It stays in its round of a loop, in its function and in its `try`.
 */
import type { Node } from "oxc-parser";
import { moduleDeclarations } from "../analyze/declarations.js";
import { launchWrites } from "../analyze/launchWrites.js";
import { armsOf, operandsOf, outsOf, variablesIn, type Block, type MethodIr, type Op } from "../ir.js";
import type { State } from "../lower/state.js";
import { PLT3010 } from "../messages.generated.js";
import { report, shortText } from "../syntax/file.js";
import { opCannotThrow } from "./cannotThrow.js";

type Call = Extract<Op, { kind: "call" }>;

/** A block, and the operation of it in which the rest of the way goes on. */
interface Step {
  block: Block;
  through: Op;
  /** Which of its arms. */
  arm: number;
}

export function speculate(ir: MethodIr, state: State): void {
  if (state.speculated.size === 0) return;
  const found: { op: Op; block: Block; way: Step[] }[] = [];
  const search = (block: Block, way: Step[]): void => {
    for (const op of block.ops) {
      if (state.speculated.has(op.node) && (op.kind === "call" || op.kind === "invoke")) found.push({ op, block, way });
      armsOf(op).forEach((arm, i) => search(arm.block, [...way, { block, through: op, arm: i }]));
    }
  };
  search(ir.body, []);
  for (const { op, block, way } of found) {
    const reason = op.kind === "call" ? whyNot(op, state) : "its callee is no module that is known to be one";
    if (reason) report(state.ctx.file, op.node, PLT3010({ call: shortText(state.ctx.file, op.node, 40), reason }));
    else startEarly(op as Call, block, way, state);
  }
}

function whyNot(op: Call, { ctx }: State): string | undefined {
  const launch = ctx.launches.get(op.node);
  if (!launch || launch.kind !== "module" || !op.certain || op.listed || op.self)
    return "its callee is no module that is known to be one";
  const { idempotent, effects } = moduleDeclarations(launch, ctx);
  if (!idempotent) return `\`${launch.className ?? "its module"}\` is not declared \`static idempotent = true\``;
  if (effects === "ordered") return `the calls of \`${launch.className ?? "its module"}\` keep their order`;
  return launchWrites(launch, ctx) ? "it may change what it is given" : undefined;
}

function startEarly(op: Call, block: Block, way: readonly Step[], state: State): void {
  const needed = new Set(operandsOf(op).flatMap((o) => variablesIn(o).map((v) => v.id)));
  let moved: { op: Op; from: Block }[] = [];
  let place: { step: Step; index: number; moved: typeof moved } | undefined;
  let [inner, before]: [Block, Op] = [block, op];
  for (let index = way.length - 1; index >= 0; index--) {
    const step = way[index] as Step;
    if (!goesOut(step.through)) break;
    if (armsOf(step.through)[step.arm]?.params.some((param) => needed.has(param.id))) break;
    const with_ = takeAlong(inner, before, needed, state);
    if (!with_) break;
    moved = [...with_.map((o) => ({ op: o, from: inner })), ...moved];
    if (decides(step.through)) place = { step, index, moved };
    [inner, before] = [step.block, step.through];
  }
  if (!place) return;
  for (const { op: taken, from } of place.moved) from.ops = from.ops.filter((o) => o !== taken);
  const ahead = state.variable(nameOf(op, state), true);
  const { node, site, callee, args } = op;
  const start: Op = { kind: "ahead", node, out: ahead, site, callee, args };
  const { ops } = place.step.block;
  ops.splice(ops.indexOf(place.step.through), 0, ...place.moved.map((m) => m.op), start);
  block.ops[block.ops.indexOf(op)] = { kind: "use", node, out: op.out, site, ahead, callee, args };
  for (const step of way.slice(place.index)) dropElsewhere(step, node, ahead);
}

/** Whether what is inside is reached at most once from where the operation stands, with its failures going the same way. */
function goesOut({ kind }: Op): boolean {
  return kind === "if" || kind === "branch" || kind === "after" || kind === "join" || kind === "block";
}

/** Whether it is decided there if the program goes that way. */
const decides = ({ kind }: Op): boolean => kind === "if" || kind === "branch" || kind === "after" || kind === "join";

/** What must be computed with the call, of what stands before it in its block; undefined where that has to stay. Adds what that needs. */
function takeAlong(block: Block, before: Op, needed: Set<number>, state: State): Op[] | undefined {
  const taken: Op[] = [];
  for (const op of block.ops.slice(0, block.ops.indexOf(before)).reverse()) {
    if (!outsOf(op).some((v) => needed.has(v.id))) continue;
    if (!opCannotThrow(op, state, true)) return undefined;
    taken.unshift(op);
    for (const operand of operandsOf(op)) for (const v of variablesIn(operand)) needed.add(v.id);
    if ("code" in op) for (const v of variablesIn({ code: op.code })) needed.add(v.id);
  }
  return taken;
}

function dropElsewhere({ through, arm }: Step, node: Node, ahead: Extract<Op, { kind: "drop" }>["ahead"]): void {
  if (through.kind !== "if" && through.kind !== "branch" && through.kind !== "after") return;
  armsOf(through).forEach(({ block }, i) => {
    if (i !== arm) block.ops.unshift({ kind: "drop", node, out: undefined, ahead });
  });
}

/** The handle is called after the variable that the result goes to, or after the callee. */
function nameOf(op: Call, state: State): string {
  if (op.out && !state.isNumbered(op.out)) return state.hintOf(op.out);
  const { callee } = op.node as Extract<Node, { type: "CallExpression" }>;
  return /([A-Za-z_$][\w$]*)$/.exec(shortText(state.ctx.file, callee, 200))?.[1] ?? "started";
}
