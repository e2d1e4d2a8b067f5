/**
 * A branch whose arms leave for the same place, as `continue` and the end of a body do, decides nothing about what
 * comes next: it gives variables, and what follows does not wait for its test. A region that can only be left at
 * its end is none, a place at which nothing happens is the next one, and behind a region whose places all lead to one
 * comes that one.
 *
 *   block { if ok { exit 0 [a, b] } else { exit 0 [a, c] } }   →   [d] = branch ok { [b] } { [c] }   … with [a, d]
 */
import type { Arm, Block, MethodIr, Op, Operand, Result, Variable } from "../ir.js";
import { blocksOf, outsOf } from "../ir.js";
import { sameOperand } from "../lower/captures.js";
import { leavingOf } from "../lower/leaving.js";
import type { State } from "../lower/state.js";
import { substitute } from "./operands.js";

/** A place that is left at once. */
interface Through {
  params: readonly Variable[];
  result: Extract<Result, { kind: "exit" | "jump" }>;
}

interface Merging {
  state: State;
  /** What variables stand for that regions gave. */
  values: Map<number, Operand>;
  /** By the label of a join point. */
  joins: Map<number, Through>;
  /** The `switch` or labelled block around is left for more than one place, so that it stays. */
  stays: boolean;
}

export function mergeExits(ir: MethodIr, state: State): void {
  const merging: Merging = { state, values: new Map(), joins: new Map(), stays: false };
  simplify(ir.body, merging);
  substitute(ir.body, merging.values);
}

function simplify(block: Block, merging: Merging): void {
  const ops: Op[] = [];
  for (const op of block.ops) {
    const stays = op.kind === "block" ? !isOfLoop(op) && placesOf(op.body).size > 1 : isArm(op) && merging.stays;
    for (const inner of blocksOf(op)) simplify(inner, { ...merging, stays });
    const through = op.kind === "join" ? throughOf(op.params, op.body) : undefined;
    const end = op.kind === "block" ? op.body.result : undefined;
    if (op.kind === "join" && through) merging.joins.set(op.label.id, through);
    else if (op.kind === "block" && op.outs.length > 0 && end?.kind === "exit" && end.exit === 0) {
      ops.push(...op.body.ops);
      op.outs.forEach((out, i) => merging.values.set(out.id, end.values[i] as Operand));
    } else if (op.kind !== "if" || !decidesNothing(op, merging)) ops.push(op);
  }
  block.ops = ops;
  substitute({ ops: [], result: block.result }, merging.values);
  block.result = arrived(block.result, merging);
  if (!leaveAtOnce(block, merging)) mergeEnd(block, merging);
}

/** Whether what the blocks of an operation leave for is a place of the region that the operation is in. */
const isArm = ({ kind }: Op): boolean => kind === "if" || kind === "join" || kind === "after";

/** The body of a `do`: whether it is left by `continue` or at its end is the same to the round. */
const isOfLoop = ({ node }: Op): boolean => node.type !== "SwitchStatement" && node.type !== "LabeledStatement";

/** All places that a region is left for. */
function placesOf(block: Block, found = new Set<number | string>()): Set<number | string> {
  if (block.result.kind === "exit") found.add(block.result.exit);
  for (const op of block.ops) if (isArm(op)) for (const inner of blocksOf(op)) placesOf(inner, found);
  return found;
}

function throughOf(params: readonly Variable[], { ops, result }: Block): Through | undefined {
  return ops.length === 0 && (result.kind === "exit" || result.kind === "jump") ? { params, result } : undefined;
}

function follow({ params, result }: Through, args: readonly Operand[]): Through["result"] {
  const given = (list: readonly Operand[]): Operand[] =>
    list.map((value) => ("variable" in value ? (args[params.indexOf(value.variable)] ?? value) : value));
  return result.kind === "exit" ? { ...result, values: given(result.values) } : { ...result, args: given(result.args) };
}

/** Where a jump comes to in the end. */
function arrived(result: Result, { joins }: Merging): Result {
  let at = result;
  while (at.kind === "jump") {
    const through = joins.get(at.label.id);
    if (!through) break;
    at = follow(through, at.args);
  }
  return at;
}

/** The region at the end of a block that goes on, and ends, at one of several places. */
function lastRegion({ ops, result }: Block): { region: Region; after: After } | undefined {
  const [region, after] = ops.slice(-2);
  if ((region?.kind !== "block" && region?.kind !== "try") || after?.kind !== "after") return undefined;
  return isOut(after.exit, region) && result.kind === "value" && isOut(result.value, after)
    ? { region, after }
    : undefined;
}

type Region = Extract<Op, { kind: "block" | "try" }>;
type After = Extract<Op, { kind: "after" }>;

/**
 * A region behind whose places the same comes next: it gives variables, and nobody waits for more than those.
 * `try { … } catch { continue; }` in the body of a loop.
 */
function leavesForOne(block: Block, merging: Merging): boolean {
  const last = lastRegion(block);
  if (!last || guards(last.region)) return false;
  const { region, after } = last;
  const [first, ...others] = after.places.map((place) => leftWith(place.block.result));
  if (!first || !others.every((end) => end?.place === first.place && end.values.length === first.values.length))
    return false;
  const { result } = (after.places[0] as Arm).block;
  const given = after.places.map((): Operand[] => []);
  const outs: Variable[] = [];
  const values = first.values.map((value, i): Operand => {
    const each = after.places.map(({ block: { result: end } }) => leftWith(end)?.values[i] as Operand);
    if (each.every((other) => sameOperand(other, value)) && !isOfPlace(value, after)) return value;
    const out = merging.state.variable(hintOf(each, merging.state));
    outs.push(out);
    each.forEach((other, place) => given[place]?.push(other));
    return { variable: out };
  });
  if (outs.length === 0 && after.places.every((place) => place.block.ops.length === 0)) {
    block.ops.pop();
    region.out = undefined;
  } else {
    after.places.forEach((place, i) => {
      place.block.result = { kind: "exit", exit: 0, values: given[i] as Operand[] };
    });
    const body: Block = { ops: block.ops.splice(-2), result: block.result };
    block.ops.push({ kind: "block", node: region.node, out: undefined, body, outs });
  }
  if (result.kind === "exit") block.result = { ...result, values };
  else if (result.kind === "jump") block.result = { ...result, args: values };
  return true;
}

/** Whether a value is there at one of the places only. */
function isOfPlace(value: Operand, { places }: After): boolean {
  return (
    "variable" in value &&
    places.some(
      ({ params, block }) =>
        params.includes(value.variable) || block.ops.some((op) => outsOf(op).includes(value.variable)),
    )
  );
}

/** What follows waits until it is known that none of these throws. */
function guards({ node }: Region): boolean {
  const parts = node.type === "TryStatement" ? [node.handler?.body ?? node.block, node.finalizer] : [node];
  return parts.some((part) => part && leavingOf(part).throws);
}

/** Such a region leaves for what comes then. */
function leaveAtOnce(block: Block, merging: Merging): boolean {
  const last = lastRegion(block);
  if (last?.region.kind !== "block") return false;
  const { region, after } = last;
  const places = after.places.map((place) => throughOf(place.params, place.block));
  if (places.some((place) => !place)) return false;
  const leave = (inner: Block): void => {
    for (const op of inner.ops) if (isArm(op)) blocksOf(op).forEach(leave);
    if (inner.result.kind !== "exit" || inner.result.exit === "next") return;
    inner.result = follow(places[inner.result.exit] as Through, inner.result.values);
  };
  leave(region.body);
  block.ops.splice(-2, 2, ...region.body.ops);
  block.result = region.body.result;
  mergeArms(block, merging);
  return true;
}

/** The arms of a region, from the inside out, when they leave for other places than before. */
function mergeArms(block: Block, merging: Merging): void {
  for (const op of block.ops) if (isArm(op)) for (const inner of blocksOf(op)) mergeArms(inner, merging);
  block.result = arrived(block.result, merging);
  mergeEnd(block, merging);
}

function mergeEnd(block: Block, merging: Merging): void {
  if (!leavesForOne(block, merging)) mergeLast(block, merging);
  goOnAtJoin(block, merging);
}

const isOut = (value: Operand | undefined, op: Op): boolean =>
  value !== undefined && "variable" in value && value.variable === op.out;

/** A branch whose arms give one value: it gives none, and that value does not wait for its test. True where nothing is left. */
function decidesNothing(op: Extract<Op, { kind: "if" }>, { values }: Merging): boolean {
  const arms = [op.then, op.otherwise];
  const [yes, no] = arms.map(({ result }) => (result.kind === "value" ? result.value : undefined));
  if (op.node.type !== "IfStatement" || !op.out || !yes || !sameOperand(yes, no) || throwsInArm(op)) return false;
  values.set(op.out.id, yes);
  op.out = undefined;
  for (const arm of arms) arm.result = { kind: "value", value: undefined };
  return arms.every(({ ops }) => ops.length === 0);
}

/** A written guard: what follows waits until it is known that nothing is thrown. */
const throwsInArm = ({ then, otherwise }: Extract<Op, { kind: "if" }>): boolean =>
  [then, otherwise].some(({ ops }) => ops.at(-1)?.kind === "throw");

/** A join point to which only the end of its block jumps is the rest of the block. */
function goOnAtJoin(block: Block, { values }: Merging): void {
  const { result } = block;
  if (result.kind !== "jump") return;
  const at = block.ops.findIndex((op) => op.kind === "join" && op.label === result.label);
  const join = block.ops[at];
  if (join?.kind !== "join" || block.ops.some((op) => blocksOf(op).some((inner) => jumpsTo(inner, result.label))))
    return;
  join.params.forEach((param, i) => values.set(param.id, result.args[i] as Operand));
  block.ops.splice(at, 1);
  block.ops.push(...join.body.ops);
  block.result = join.body.result;
}

const jumpsTo = ({ ops, result }: Block, label: Variable): boolean =>
  (result.kind === "jump" && result.label === label) ||
  ops.some((op) => blocksOf(op).some((inner) => jumpsTo(inner, label)));

/** Turns the branch at the end of a block, whose arms leave for one place, into one that goes on. */
function mergeLast(block: Block, { state, stays }: Merging): void {
  if (stays) return;
  const { result } = block;
  const last = block.ops.at(-1);
  if (last?.kind !== "if" || result.kind !== "value" || !isOut(result.value, last)) return;
  const { node, test, then, otherwise } = last;
  if (throwsInArm(last)) return;
  const left = [then.result, otherwise.result].map(leftWith);
  const [yes, no] = left;
  if (!yes || !no || yes.place !== no.place || yes.values.length !== no.values.length) return;
  const outs: Variable[] = [];
  const given: [Operand[], Operand[]] = [[], []];
  const values = yes.values.map((value, i): Operand => {
    const other = no.values[i] as Operand;
    if (sameOperand(value, other)) return value;
    const out = state.variable(hintOf([value, other], state));
    outs.push(out);
    given[0].push(value);
    given[1].push(other);
    return { variable: out };
  });
  const { result: end } = then;
  block.ops.pop();
  if (outs.length > 0) {
    then.result = { kind: "outs", values: given[0] };
    otherwise.result = { kind: "outs", values: given[1] };
    block.ops.push({ kind: "branch", node, out: undefined, test, then, otherwise, outs });
  } else if (then.ops.length > 0 || otherwise.ops.length > 0) {
    then.result = otherwise.result = { kind: "value", value: undefined };
    block.ops.push({ kind: "if", node, out: undefined, test, then, otherwise });
  }
  if (end.kind === "exit") block.result = { ...end, values };
  else if (end.kind === "jump") block.result = { ...end, args: values };
}

/** Where a block leaves for, and with what. */
function leftWith(result: Result): { place: number | string; values: readonly Operand[] } | undefined {
  if (result.kind === "exit") return { place: result.exit, values: result.values };
  return result.kind === "jump" ? { place: `join ${result.label.id}`, values: result.args } : undefined;
}

function hintOf(operands: readonly Operand[], state: State): string | undefined {
  for (const operand of operands)
    if ("variable" in operand && !state.isNumbered(operand.variable)) return state.hintOf(operand.variable);
  return undefined;
}
