/**
 * A computation that only gives back the value that it waits for goes away:
 *
 *   t = on [x] x;  y = call 1 this.b [t]   →   y = call 1 this.b [x]
 *
 * One that waits for something else as well (a write to objects) stays.
 */
import type { Code, Input, MethodIr, Op, Operand } from "../ir.js";
import type { State } from "../lower/state.js";
import { everyOp, substitute } from "./operands.js";

export function forwardValues(ir: MethodIr, state: State): void {
  const values = new Map<number, Operand>();
  const forwarded = new Set<Op>();
  everyOp(ir.body, (op) => {
    if (op.kind !== "on" || !op.out) return;
    const value = soleInput(op.inputs);
    if (!value || "code" in value.value || nameOf(op.code, state) !== value.name) return;
    values.set(op.out.id, value.value);
    forwarded.add(op);
  });
  if (forwarded.size === 0) return;
  substitute(ir.body, values);
  everyOp(ir.body, (_, block) => {
    block.ops = block.ops.filter((op) => !forwarded.has(op));
  });
}

/** The input, where all that is waited for is one value. */
function soleInput(inputs: readonly Input[]): Input | undefined {
  const named = inputs.find((input) => !input.orderOnly);
  if (!named || !("variable" in named.value)) return undefined;
  const { variable } = named.value;
  const same = inputs.every(
    (i) => i === named || (i.orderOnly && "variable" in i.value && i.value.variable === variable),
  );
  return same ? named : undefined;
}

/** The name that a text consists of. */
function nameOf(code: Code, { ctx }: State): string | undefined {
  const parts = code.filter((part) => part !== "(" && part !== ")");
  const [part] = parts;
  if (parts.length !== 1 || part === undefined) return undefined;
  if (typeof part === "string") return part;
  return "id" in part ? part.name : ctx.file.text.slice(part.start, part.end);
}
