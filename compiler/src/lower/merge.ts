/** A branch whose arms go on: what they assign, and their value where they have one, comes out of it. */
import type { Node } from "oxc-parser";
import type { Operand, Variable } from "../ir.js";
import { sameOperand, UNDEFINED } from "./captures.js";
import { lastWriter, wroteObjects } from "./order.js";
import { assign, define, newBlock, perform, type Cursor, type State } from "./state.js";

type ArmOf<T> = (at: Cursor) => T;

export function merge<T extends Operand | undefined>(
  state: State,
  at: Cursor,
  node: Node,
  test: Operand,
  [then, otherwise]: [ArmOf<T>, ArmOf<T>],
  hint?: string,
): T {
  const arms = [then, otherwise].map((lower) => {
    const cursor: Cursor = { block: newBlock(), env: at.env.fork() };
    return { cursor, value: lower(cursor) };
  });
  const cursors = arms.map((arm) => arm.cursor);
  const changed = [...at.env.values.keys()].filter((b) =>
    cursors.some((cursor) => !sameOperand(cursor.env.values.get(b), at.env.values.get(b))),
  );
  const heapChanged = cursors.some((cursor) => !sameOperand(cursor.env.heap, at.env.heap));
  const valued = arms[0]?.value !== undefined;
  const [yes, no] = cursors.map((cursor) => cursor.block) as [Cursor["block"], Cursor["block"]];
  if (valued && changed.length === 0 && !heapChanged) {
    arms.forEach(({ cursor, value }) => (cursor.block.result = { kind: "value", value }));
    return define(state, at, node, { kind: "if", test, then: yes, otherwise: no }, hint) as T;
  }
  const outs = changed.map((binding) => state.variable(binding.name));
  if (heapChanged) outs.push(state.variable(undefined));
  if (valued) outs.push(state.variable(hint));
  for (const { cursor, value } of arms) {
    const values = changed.map((binding) => cursor.env.values.get(binding) ?? UNDEFINED);
    if (heapChanged) values.push(cursor.env.heap ?? UNDEFINED);
    if (value) values.push(value);
    cursor.block.result = { kind: "outs", values };
  }
  perform(state, at, node, { kind: "branch", test, then: yes, otherwise: no, outs });
  changed.forEach((binding, i) => assign(state, at, binding, { variable: outs[i] as Variable }, "merged"));
  if (heapChanged) {
    const wrote = cursors.find((cursor) => !sameOperand(cursor.env.heap, at.env.heap)) as Cursor;
    wroteObjects(state, at, { variable: outs[changed.length] as Variable }, lastWriter(state, wrote.env) ?? node);
  }
  return (valued ? { variable: outs.at(-1) as Variable } : undefined) as T;
}
