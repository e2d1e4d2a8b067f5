/** Operators: they look at their operands as a whole, except where only the reference counts. */
import { sync } from "./expressions.js";
import type { Run } from "./run.js";
import { Unsupported, isObject, timed, type Timed } from "./values.js";

/* oxlint-disable eslint/eqeqeq -- the operators of the language */
const BINARY: Record<string, (a: never, b: never) => unknown> = {
  "==": (a: unknown, b: unknown) => a == b,
  "!=": (a: unknown, b: unknown) => a != b,
  "<": (a: number, b: number) => a < b,
  "<=": (a: number, b: number) => a <= b,
  ">": (a: number, b: number) => a > b,
  ">=": (a: number, b: number) => a >= b,
  "+": (a: number, b: number) => a + b,
  "-": (a: number, b: number) => a - b,
  "*": (a: number, b: number) => a * b,
  "/": (a: number, b: number) => a / b,
  "%": (a: number, b: number) => a % b,
  "**": (a: number, b: number) => a ** b,
  "<<": (a: number, b: number) => a << b,
  ">>": (a: number, b: number) => a >> b,
  ">>>": (a: number, b: number) => a >>> b,
  "&": (a: number, b: number) => a & b,
  "|": (a: number, b: number) => a | b,
  "^": (a: number, b: number) => a ^ b,
};

export function binary(run: Run, operator: string, left: Timed, right: Timed): Timed {
  const { times } = run;
  switch (operator) {
    case "===":
      return timed(left.v === right.v, Math.max(left.t, right.t));
    case "!==":
      return timed(left.v !== right.v, Math.max(left.t, right.t));
    case "in":
      return sync(run, Math.max(times.deep(left), times.shape(right)), () => (left.v as string) in (right.v as object));
    case "instanceof":
      return sync(run, Math.max(left.t, right.t), () => left.v instanceof (right.v as new () => object));
    default: {
      const compute = BINARY[operator];
      if (!compute) throw new Unsupported(`operator ${operator}`);
      return sync(run, Math.max(times.deep(left), times.deep(right)), () => compute(left.v as never, right.v as never));
    }
  }
}

export function unary(run: Run, operator: string, argument: Timed): Timed {
  const { v, t } = argument;
  switch (operator) {
    case "!":
      return timed(!v, t);
    case "void":
      return timed(undefined);
    case "typeof":
      return timed(typeof v, t);
    case "-":
      return sync(run, run.times.deep(argument), () => -(v as number));
    case "+":
      return sync(run, run.times.deep(argument), () => +(v as number));
    case "~":
      return sync(run, run.times.deep(argument), () => ~(v as number));
    default:
      throw new Unsupported(`operator ${operator}`);
  }
}

export function update(run: Run, value: Timed, operator: string): { before: Timed; after: Timed } {
  const before = isObject(value.v) || typeof value.v !== "bigint" ? unary(run, "+", value) : value;
  const one = typeof before.v === "bigint" ? 1n : 1;
  return { before, after: binary(run, operator === "++" ? "+" : "-", before, timed(one)) };
}
