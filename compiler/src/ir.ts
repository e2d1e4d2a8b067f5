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

/** No element at all in a list: `[a, , b]`. */
export const HOLE: Operand = { code: [""] };

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
    | {
        kind: "call";
        site: number;
        callee: Operand;
        self: Operand | undefined;
        args: Operand[];
        certain: boolean;
        /** The one argument is the list of all of them. */
        listed?: boolean;
      }
    | { kind: "invoke"; site: number; name: string; args: Operand[]; certain: boolean; listed?: boolean }
    /** A function of the method, which takes and gives the variables that it shares with the method. */
    | { kind: "enter"; site: number; fn: Variable; args: Operand[]; outs: Variable[] }
    | { kind: "closure"; params: { variable: Variable; rest: boolean }[]; body: Block; asValue: boolean }
    /** `bare`: a literal that is written as it is. */
    | { kind: "on"; inputs: Input[]; code: Code; bare?: boolean }
    | { kind: "effect"; inputs: Input[]; code: Code; writes: boolean }
    | { kind: "throw"; inputs: Input[]; code: Code }
    | { kind: "await"; value: Operand }
    /** There when all that the call just before it does is done, and what was written before it is. */
    | { kind: "written"; call: Operand; before: Operand | undefined }
    | { kind: "get"; value: Operand; key: string }
    | {
        kind: "unpack";
        value: Operand;
        keys: (string | number)[];
        /** The last of what comes out: the elements from here on, or the members that are not named. */
        rest?: number | "members";
        pattern: Code;
        /** It stands in another pattern: the engine has other words for what is missing there. */
        isInside?: boolean;
        name: string;
        names: string[];
        outs: Variable[];
      }
    | { kind: "at"; value: Operand; key: Operand }
    /** Methods of lists, and of `Object`, that look at no element. */
    | { kind: "list"; method: string; list: Operand; args: Operand[] }
    | { kind: "members"; what: "keys" | "values" | "entries" | "fromEntries" | "map" | "pairs"; value: Operand }
    /** `value === undefined` and `value == null`, as soon as it is known what the value is. */
    | { kind: "is"; what: "Undefined" | "Nullish"; value: Operand }
    /** There when no call before it may change what modules share; see sharedOrder.ts of the runtime. */
    | { kind: "writers" }
    /** `value`, not before `after` is there. */
    | { kind: "behind"; value: Operand; after: Operand }
    /** What a text has put into a variable, or what was there before. */
    | { kind: "changed"; value: Operand; before: Operand }
    | { kind: "push"; list: Operand; values: Operand[]; spread: number[] }
    | { kind: "put"; object: Operand; key: Operand; value: Operand }
    | { kind: "array"; elements: Operand[]; spread: number[] }
    | { kind: "object"; members: Member[] }
    /** `{ [key]: value }` */
    | { kind: "member"; key: Operand; value: Operand }
    /** An object literal with others spread in it. */
    | { kind: "merge"; parts: (Member[] | Operand)[] }
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
        /** `Promise.all` of it, which goes over the holes that a map keeps. */
        joined: boolean | "settled";
        /** Of what array method this is the callback. */
        method: string;
        /** No calls in it: nothing of it runs at the same time. */
        inline: boolean;
      }
    | { kind: "filter"; items: Operand; flags: Operand }
    | { kind: "flat"; lists: Operand }
    /** Regions: each takes variables and gives them, through `outs`, or through `out` where it may leave for elsewhere. */
    | { kind: "loop"; site: number; values: Operand[]; body: Arm; outs: Variable[] }
    | { kind: "each"; site: number; items: Operand; values: Operand[]; how: Walk; body: Arm; outs: Variable[] }
    /** The first of its outs is the list of results. */
    | { kind: "mapWith"; site: number; items: Operand; values: Operand[]; live: boolean; body: Arm; outs: Variable[] }
    | { kind: "block"; body: Block; outs: Variable[] }
    | {
        kind: "try";
        values: Operand[];
        record: Variable;
        body: Block;
        handler: Arm | undefined;
        finalizer: Arm | undefined;
        outs: Variable[];
      }
    | { kind: "mark"; record: Variable; index: number; value: Operand }
    /** Goes on at the place that a region left for. */
    | { kind: "after"; exit: Operand; places: Arm[] }
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
    /** A call that starts before it is decided whether it is made: it starts, it has its place, the program does not come to it. */
    | { kind: "ahead"; site: number; callee: Operand; args: Operand[] }
    | { kind: "use"; site: number; ahead: Variable; callee: Operand; args: Operand[] }
    | { kind: "drop"; ahead: Variable }
  );

export interface Member {
  key: Code;
  name: string;
  value: Operand;
}

/** A block that takes values. */
export interface Arm {
  params: Variable[];
  block: Block;
}

export interface Walk {
  /** The array method whose callback this is. */
  method?: { name: string; holes: boolean; backwards: boolean; unseeded?: boolean };
  /** `for…in`. */
  keys?: boolean;
  /** Every round goes on with the next one. */
  all?: boolean;
  /** The body may change what is iterated. */
  live?: boolean;
}

export interface Block {
  ops: Op[];
  result: Result;
}

export type Result =
  | { kind: "value"; value: Operand | undefined }
  /** The variables that the branch around it gives out. */
  | { kind: "outs"; values: Operand[] }
  /** Ends a region, or starts the next round of a loop. */
  | { kind: "exit"; exit: number | "next"; values: Operand[] }
  /** Goes on at a join point. */
  | { kind: "jump"; label: Variable; args: Operand[] };

export interface MethodIr {
  name: string;
  params: { variable: Variable; rest: boolean }[];
  body: Block;
  sites: number;
}

/** The values that an operation reads, itself, not in its blocks. */
export function operandsOf(op: Op): Operand[] {
  switch (op.kind) {
    case "let":
    case "join":
    case "block":
    case "closure":
      return [];
    case "call":
      return [op.callee, ...(op.self ? [op.self] : []), ...op.args];
    case "ahead":
      return [op.callee, ...op.args];
    case "use":
    case "drop":
      return [{ variable: op.ahead }];
    case "invoke":
      return op.args;
    case "enter":
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
    case "written":
      return [op.call, ...(op.before ? [op.before] : [])];
    case "at":
      return [op.value, op.key];
    case "list":
      return [op.list, ...op.args];
    case "members":
    case "is":
      return [op.value];
    case "writers":
      return [];
    case "behind":
      return [op.value, op.after];
    case "changed":
      return [op.value, op.before];
    case "merge":
      return op.parts.flatMap((part) => (Array.isArray(part) ? part.map((m) => m.value) : [part]));
    case "member":
      return [op.key, op.value];
    case "push":
      return [op.list, ...op.values];
    case "put":
      return [op.object, op.key, op.value];
    case "array":
      return op.elements;
    case "object":
      return op.members.map((m) => m.value);
    case "if":
    case "branch":
      return [op.test];
    case "map":
      return [op.items];
    case "filter":
      return [op.items, op.flags];
    case "flat":
      return [op.lists];
    case "loop":
    case "try":
      return op.values;
    case "each":
    case "mapWith":
      return [op.items, ...op.values];
    case "mark":
      return [{ variable: op.record }, op.value];
    case "after":
      return [op.exit];
  }
}

/** The blocks of an operation, with what each takes. */
export function armsOf(op: Op): Arm[] {
  const bare = (block: Block): Arm => ({ params: [], block });
  switch (op.kind) {
    case "if":
    case "branch":
      return [bare(op.then), bare(op.otherwise)];
    case "map":
      return [{ params: [op.item, op.index, op.list].filter((v) => v !== undefined), block: op.body }];
    case "join":
      return [{ params: op.params, block: op.body }];
    case "closure":
      return [{ params: op.params.map((p) => p.variable), block: op.body }];
    case "block":
      return [bare(op.body)];
    case "loop":
    case "each":
    case "mapWith":
      return [op.body];
    case "try":
      return [{ params: [op.record], block: op.body }, op.handler, op.finalizer].filter((arm) => arm !== undefined);
    case "after":
      return op.places;
    default:
      return [];
  }
}

export function blocksOf(op: Op): Block[] {
  return armsOf(op).map((arm) => arm.block);
}

export function outsOf(op: Op): Variable[] {
  const outs = "outs" in op ? op.outs : [];
  return outs.length > 0 ? outs : op.out ? [op.out] : [];
}

/** The values with which a block ends. */
export function resultsOf(block: Block): Operand[] {
  const { result } = block;
  switch (result.kind) {
    case "value":
      return result.value ? [result.value] : [];
    case "jump":
      return result.args;
    default:
      return result.values;
  }
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
