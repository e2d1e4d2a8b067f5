/**
 * The intermediate form: a tree of blocks in single-assignment form. Structure is the source's; program
 * order is the order of operations in a block, and an operation waits only for what it names.
 *
 *   const a = this.x(doc);            a = call 0 this.x [doc]
 *   const b = this.y(`see ${a}`);     t = on [a] `see ${a}`      b = call 1 this.y [t]
 *   if (b) return a;                  return if b { a } else { … the rest … }
 *
 * A value (`Operand`) is a variable of generated code or a piece of text that needs no future and cannot throw.
 */
import type { Node } from "oxc-parser";

/** Generated text: strings, slices of the source (which keep their position), and names of variables. */
export type Part = string | { start: number; end: number } | Variable;
export type Code = readonly Part[];

/** A name of generated code that stands for one value or future. */
export interface Variable {
  id: number;
  name: string;
  /** Never a future: code between operations may use it as it is. */
  plain: boolean;
}

export type Operand = { variable: Variable } | { code: Code };

/** Inside `code`, `name` stands for the plain value of `value`. */
export interface Input {
  name: string;
  value: Operand;
  /** Waited for, not named in the code. */
  orderOnly?: boolean;
}

interface Base {
  node: Node;
  /** What it defines, where anything. */
  out: Variable | undefined;
}

export type Op = Base &
  (
    | { kind: "let"; code: Code }
    | { kind: "call"; site: number; callee: Operand; self: Operand | undefined; args: Operand[]; certain: boolean }
    | { kind: "invoke"; site: number; name: string; args: Operand[]; certain: boolean }
    | { kind: "on"; inputs: Input[]; code: Code }
    | { kind: "effect"; inputs: Input[]; code: Code; writes: boolean }
    | { kind: "throw"; inputs: Input[]; code: Code }
    | { kind: "await"; value: Operand }
    | { kind: "get"; value: Operand; key: string }
    | {
        kind: "unpack";
        value: Operand;
        keys: (string | number)[];
        pattern: Code;
        name: string;
        names: string[];
        outs: Variable[];
      }
    | { kind: "array"; elements: Operand[] }
    | { kind: "object"; members: { key: Code; name: string; value: Operand }[] }
    | { kind: "if"; test: Operand; then: Block; otherwise: Block }
    | { kind: "branch"; test: Operand; then: Block; otherwise: Block; outs: Variable[] }
    | {
        kind: "map";
        site: number;
        items: Operand;
        item: Variable;
        index: Variable | undefined;
        list: Variable | undefined;
        body: Block;
      }
    | {
        kind: "statements";
        inputs: Input[];
        code: Code;
        effect: boolean;
        writes: boolean;
        names: string[];
        outs: Variable[];
      }
    | { kind: "sequential"; inputs: Input[]; code: Code; names: string[]; outs: Variable[] }
    | { kind: "join"; label: Variable; params: Variable[]; body: Block }
  );

export interface Block {
  ops: Op[];
  result: Result;
}

export type Result =
  | { kind: "value"; value: Operand | undefined }
  /** The variables that the branch around it gives out. */
  | { kind: "outs"; values: Operand[] }
  /** Goes on at a join point. */
  | { kind: "jump"; label: Variable; args: Operand[] };

export interface MethodIr {
  name: string;
  params: { variable: Variable; rest: boolean }[];
  body: Block;
  sites: number;
}

/** The variables that an operation reads, itself, not in its blocks. */
export function operandsOf(op: Op): Operand[] {
  switch (op.kind) {
    case "let":
    case "join":
      return [];
    case "call":
      return [op.callee, ...(op.self ? [op.self] : []), ...op.args];
    case "invoke":
      return op.args;
    case "on":
    case "effect":
    case "throw":
    case "statements":
    case "sequential":
      return op.inputs.map((i) => i.value);
    case "await":
    case "get":
    case "unpack":
      return [op.value];
    case "array":
      return op.elements;
    case "object":
      return op.members.map((m) => m.value);
    case "if":
    case "branch":
      return [op.test];
    case "map":
      return [op.items];
  }
}

export function blocksOf(op: Op): Block[] {
  switch (op.kind) {
    case "if":
    case "branch":
      return [op.then, op.otherwise];
    case "map":
    case "join":
      return [op.body];
    default:
      return [];
  }
}

export function outsOf(op: Op): Variable[] {
  return op.kind === "branch" || op.kind === "unpack" || op.kind === "statements" || op.kind === "sequential"
    ? op.outs
    : op.out
      ? [op.out]
      : [];
}

/** Variables named in a piece of text. */
export function variablesIn(operand: Operand): Variable[] {
  if ("variable" in operand) return [operand.variable];
  return operand.code.filter((part): part is Variable => typeof part === "object" && "id" in part);
}

/** Whether something in a block, or in the blocks of its operations, may change objects. */
export function mayWriteIn(block: Block): boolean {
  return block.ops.some((op) => {
    switch (op.kind) {
      case "sequential":
        return true;
      case "effect":
      case "statements":
        return op.writes;
      case "call":
      case "invoke":
        return !op.certain;
      default:
        return blocksOf(op).some(mayWriteIn);
    }
  });
}
