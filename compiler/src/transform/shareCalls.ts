/**
 * Two calls of a module that is declared `static deterministic = true`, with the same arguments, where the first is
 * made whenever the second is, become one:
 *
 *   x = call 0 this.embed [doc];  y = call 1 this.embed [doc]   →   x = call 0 this.embed [doc]
 *
 * Only where the result is a string or another value that nobody can change: an object would be one object where
 * the program had two.
 */
import type { Expression } from "oxc-parser";
import { moduleDeclarations } from "../analyze/declarations.js";
import { immutable } from "../analyze/effects.js";
import { launchWrites } from "../analyze/launchWrites.js";
import { armsOf, type Block, type Code, type MethodIr, type Op, type Operand, type Variable } from "../ir.js";
import type { State } from "../lower/state.js";
import { PLT2020 } from "../messages.generated.js";
import { positionAt } from "../syntax/parse.js";
import { report, shortText } from "../syntax/file.js";
import { substitute } from "./operands.js";

type Call = Extract<Op, { kind: "call" }>;

/** True where it has changed something. */
export function shareCalls(ir: MethodIr, state: State): boolean {
  const { ctx } = state;
  const values = new Map<number, Operand>();
  /** What defines a variable, where that can be compared. */
  const keys = new Map<number, string>();
  const keyOf = (operand: Operand): string => {
    if ("variable" in operand) return keys.get(operand.variable.id) ?? `#${operand.variable.id}`;
    return `(${textOf(operand.code)})`;
  };
  const textOf = (code: Code): string =>
    code
      .map((part) =>
        typeof part === "string" ? part : "id" in part ? `#${part.id}` : ctx.file.text.slice(part.start, part.end),
      )
      .join("");

  const visit = (block: Block, around: ReadonlyMap<string, Call>): void => {
    const made = new Map(around);
    const kept: Op[] = [];
    for (const op of block.ops) {
      // The same text over the same values is the same value, as an argument of such a module.
      if (op.kind === "on" && op.out) {
        const inputs = op.inputs.map((input) => `${input.orderOnly ? "" : input.name}=${keyOf(input.value)}`);
        const names = namesIn(op.code);
        if (names.every((name) => op.inputs.some((input) => input.name === name.name)))
          keys.set(op.out.id, `on ${inputs.join()} ${textOf(op.code.map((part) => nameOfPart(part)))}`);
      }
      if (op.kind === "call" && op.out && canShare(op, state)) {
        const key = [op.callee, ...op.args].map(keyOf).join("; ");
        const first = made.get(key);
        if (first) {
          values.set(op.out.id, { variable: first.out as Variable });
          note(first, op, state);
          continue;
        }
        made.set(key, op);
      }
      for (const { block: inner } of armsOf(op)) visit(inner, made);
      kept.push(op);
    }
    block.ops = kept;
  };
  visit(ir.body, new Map());
  substitute(ir.body, values);
  return values.size > 0;
}

const namesIn = (code: Code): Variable[] =>
  code.filter((part): part is Variable => typeof part === "object" && "id" in part);

/** A name of the text stands for the input of that name. */
const nameOfPart = (part: Code[number]): Code[number] => (typeof part === "object" && "id" in part ? part.name : part);

function canShare(op: Call, { ctx }: State): boolean {
  const launch = ctx.launches.get(op.node);
  if (!launch || launch.kind !== "module" || !op.certain || op.listed || op.self) return false;
  const { deterministic, effects } = moduleDeclarations(launch, ctx);
  return (
    deterministic === true &&
    effects !== "ordered" &&
    !launchWrites(launch, ctx) &&
    immutable(op.node as Expression, ctx)
  );
}

function note(first: Call, later: Call, state: State): void {
  const { file } = state.ctx;
  state.removed.add(later.node);
  state.shared.set(first.site, [...(state.shared.get(first.site) ?? []), later.node]);
  const { line, column } = positionAt(file.lines, first.node.start);
  report(file, later.node, PLT2020({ call: shortText(file, later.node, 40), place: `${line}:${column}` }), [
    { node: first.node, message: "the call that is made" },
  ]);
}
