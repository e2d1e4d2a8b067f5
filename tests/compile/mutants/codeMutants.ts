/**
 * Mutants of compiled code: each kind of mistake that a compiler could make, at every place where the text of a
 * compiled file has room for it. What kinds mean for a program stands with each.
 */
import type { Node } from "oxc-parser";
import { mentioned, namesIn, type Emitted, type Op } from "./emitted.js";
import { impliedInput, impliedSwap } from "./implied.js";

export interface Edit {
  start: number;
  end: number;
  text: string;
}

export interface CodeMutant {
  kind: string;
  edits: readonly Edit[];
  /** The operation that is changed. */
  op: Op;
  /** Why the mutant is the program itself, where a rule says so (implied.ts). */
  implied?: string | undefined;
}

type Kind = (emitted: Emitted, op: Op, pick: (count: number) => number) => Omit<CodeMutant, "kind" | "op"> | undefined;

const WITH_INPUTS: Record<string, number> = {
  on: 0,
  effect: 0,
  throw: 0,
  sequential: 0,
  onAll: 1,
  effectAll: 1,
  sequentialAll: 1,
};
/** Which argument is a list of values that the operation takes. */
const WITH_VALUES: Record<string, number> = { ...WITH_INPUTS, call: 2, invoke: 3, push: 1, enter: 2, exit: 1, next: 0 };

const textOf = (emitted: Emitted, node: { start: number; end: number }): string =>
  emitted.code.slice(node.start, node.end);

const elementsOf = (op: Op, at: number | undefined): Node[] => {
  const list = at === undefined ? undefined : op.args[at];
  return list?.type === "ArrayExpression" ? (list.elements.filter((e) => e !== null) as Node[]) : [];
};

/** How many of the inputs the code of an operation takes; the others are there for their order. */
function taken(op: Op): number | undefined {
  const body = op.args[(WITH_INPUTS[op.name] ?? -2) + 1];
  if (body?.type !== "ArrowFunctionExpression" || body.params.some((p) => p.type === "RestElement")) return undefined;
  return body.params.length - (op.name.startsWith("sequential") ? 1 : 0);
}

const methodName = (op: Op): { start: number; end: number } =>
  (op.node.callee as unknown as { property: { start: number; end: number } }).property;

/** `name` of the source, without the number of the version. */
const sourceName = (name: string): string => name.replace(/\$\d+$/, "");

const one = (
  node: { start: number; end: number },
  text: string,
  implied?: string,
): Omit<CodeMutant, "kind" | "op"> => ({
  edits: [{ start: node.start, end: node.end, text }],
  implied,
});

const swapped = (emitted: Emitted, a: Node, b: Node): Omit<CodeMutant, "kind" | "op"> => ({
  edits: [
    { start: a.start, end: a.end, text: textOf(emitted, b) },
    { start: b.start, end: b.end, text: textOf(emitted, a) },
  ],
});

const withoutElement = (emitted: Emitted, list: Node[], i: number): string =>
  `[${list
    .filter((_, j) => j !== i)
    .map((e) => textOf(emitted, e))
    .join(", ")}]`;

function redirect(emitted: Emitted, op: Op, pick: (n: number) => number, same: boolean) {
  const list = elementsOf(op, WITH_VALUES[op.name]);
  const places = list.filter((e, i) => e.type === "Identifier" && i < (taken(op) ?? Infinity)) as Extract<
    Node,
    { type: "Identifier" }
  >[];
  const choices = places.flatMap((place) =>
    [...new Set(op.visible)]
      .filter((name) => name !== place.name && (sourceName(name) === sourceName(place.name)) === same)
      .filter((name) => emitted.makers.has(name))
      .map((name) => ({ place, name })),
  );
  const choice = choices[pick(choices.length)];
  return choice && one(choice.place, choice.name);
}

function swapTwo(emitted: Emitted, list: Node[], pick: (n: number) => number) {
  if (list.length < 2) return undefined;
  const i = pick(list.length - 1);
  const [a, b] = [list[i] as Node, list[i + 1] as Node];
  return textOf(emitted, a) === textOf(emitted, b) ? undefined : swapped(emitted, a, b);
}

const REGIONS = new Set(["loop", "each", "mapWith", "block", "try"]);

/** Arms that run or not: the number of the first argument that is one. */
const ARMS: Record<string, number> = { if: 1, branch: 2, after: 1 };

export const KINDS: Record<string, Kind> = {
  "drop an input that is there for its order": (emitted, op, pick) => {
    const count = taken(op);
    const at = WITH_INPUTS[op.name];
    const list = elementsOf(op, at);
    if (count === undefined || at === undefined) return undefined;
    const places = list.flatMap((e, i) => (i >= count && e.type === "Identifier" ? [i] : []));
    const i = places[pick(places.length)];
    if (i === undefined) return undefined;
    return one(op.args[at] as Node, withoutElement(emitted, list, i), impliedInput(emitted, op, list, i));
  },
  "another version of a variable": (emitted, op, pick) => redirect(emitted, op, pick, true),
  "another value": (emitted, op, pick) => redirect(emitted, op, pick, false),
  "an effect does not wait for its turn": (_, op) =>
    op.name === "effect" || op.name === "effectAll" ? one(methodName(op), op.name.replace("effect", "on")) : undefined,
  "an effect happens twice": (emitted, op) =>
    op.name === "effect" ? one(op.node, `(${textOf(emitted, op.node)}, ${textOf(emitted, op.node)})`) : undefined,
  "swap two neighbours": (emitted, op) => {
    const next = op.list[op.list.indexOf(op.statement) + 1];
    if (!op.alone || !next || next.type === "ReturnStatement") return undefined;
    const other = emitted.ops.find((o) => o.statement === next && o.alone);
    if (!other) return undefined;
    const declared =
      op.statement.type === "VariableDeclaration" ? op.statement.declarations.flatMap((d) => namesIn(d.id)) : [];
    const uses = mentioned(next);
    if (declared.some((name) => uses.has(name))) return undefined;
    return { ...swapped(emitted, op.statement, next), implied: impliedSwap(emitted, op, other) };
  },
  "a call leaves its arm": (emitted, op) => {
    const inner = op.around.findLastIndex(({ op: o, argument }) => argument >= (ARMS[o.name] ?? Infinity));
    const branch = op.around[inner]?.op;
    if (op.name !== "call" || !branch || branch.list === op.list) return undefined;
    const known = new Set(branch.visible);
    const names = [...mentioned(op.node)];
    if (names.some((name) => emitted.makers.has(name) && !known.has(name))) return undefined;
    // Functions that are declared in the arm.
    if (
      op.list.some(
        (s) =>
          s.type === "VariableDeclaration" &&
          s.declarations.some((d) => d.id.type === "Identifier" && names.includes(d.id.name)),
      )
    )
      return undefined;
    return {
      edits: [
        {
          start: branch.statement.start,
          end: branch.statement.start,
          text: `const $hoisted = ${textOf(emitted, op.node)};\n`,
        },
        { start: op.node.start, end: op.node.end, text: "$hoisted" },
      ],
    };
  },
  "swap the arms": (emitted, op) => {
    const first = op.name === "if" ? 1 : op.name === "branch" ? 2 : undefined;
    if (first === undefined) return undefined;
    const [a, b] = [op.args[first] as Node, op.args[first + 1] as Node];
    return textOf(emitted, a) === textOf(emitted, b) ? undefined : swapped(emitted, a, b);
  },
  "swap the values of an exit": (emitted, op, pick) =>
    op.name === "exit" ? swapTwo(emitted, elementsOf(op, 1), pick) : undefined,
  "swap the values of the next round": (emitted, op, pick) =>
    op.name === "next" ? swapTwo(emitted, elementsOf(op, 0), pick) : undefined,
  "swap the results of an arm or function": (emitted, op, pick) => {
    const { statement } = op;
    if (!op.alone || statement.type !== "VariableDeclaration") return undefined;
    const id = statement.declarations[0]?.id as Node | undefined;
    return id?.type === "ArrayPattern"
      ? swapTwo(emitted, id.elements.filter((e) => e !== null) as Node[], pick)
      : undefined;
  },
  "another exit": (emitted, op) => {
    const kind = op.args[0];
    if (op.name !== "exit" || kind?.type !== "Literal" || typeof kind.value !== "number") return undefined;
    // Where there is one way out, nobody looks at which it was.
    const region = op.around.findLastIndex(({ op: o }) => REGIONS.has(o.name));
    if (region > 0 && op.around[region - 1]?.op.name === "outs") return undefined;
    return one(kind, kind.value === 0 ? "1" : "0");
  },
  "drop a mark": (_, op) => (op.name === "mark" && op.alone ? one(op.statement, ";") : undefined),
  "go on without looking how a region ended": (emitted, op) => {
    const [exit, place] = op.args;
    if (op.name !== "after" || !exit || place?.type !== "ArrowFunctionExpression") return undefined;
    const { scope } = emitted;
    const outs = `...${scope}.outs(${Math.max(0, place.params.length - 1)}, ${textOf(emitted, exit)})`;
    return one(op.node, `(${textOf(emitted, place)})(${scope}, ${outs})`);
  },
  "a level waits for the one before": (emitted, op) => {
    const at = op.name === "call" ? 2 : op.name === "invoke" ? 3 : undefined;
    const list = op.args[at ?? -1];
    if (list?.type !== "ArrayExpression" || list.elements.some((e) => !e || e.type === "SpreadElement"))
      return undefined;
    const before = op.list.slice(0, op.list.indexOf(op.statement)).flatMap((s) => {
      const maker = emitted.ops.find((o) => o.statement === s && o.alone);
      return maker && maker.name !== "closure" && s.type === "VariableDeclaration"
        ? s.declarations.flatMap((d) => namesIn(d.id))
        : [];
    });
    const [first] = list.elements;
    if (!first || before.length === 0) return undefined;
    const text = `${emitted.scope}.on([${[textOf(emitted, first), ...before].join(", ")}], (first) => first)`;
    const uses = mentioned(first);
    return one(first, text, before.every((name) => uses.has(name)) ? "its inputs are all there is" : undefined);
  },
  "drop a call": (_, op) =>
    (op.name === "call" || op.name === "invoke") && op.statement.type === "ExpressionStatement" && op.alone
      ? one(op.statement, ";")
      : undefined,
  "a call is made twice": (emitted, op) =>
    op.name === "call" ? one(op.node, `(${textOf(emitted, op.node)}, ${textOf(emitted, op.node)})`) : undefined,
  "drop a write": (emitted, op) =>
    (op.name === "push" || op.name === "put") && op.args[0] ? one(op.node, textOf(emitted, op.args[0])) : undefined,
  "do not await": (emitted, op) =>
    op.name === "await" && op.args[0] ? one(op.node, textOf(emitted, op.args[0])) : undefined,
};

export function mutantsAt(emitted: Emitted, kind: string, pick: (count: number) => number): CodeMutant | undefined {
  const make = KINDS[kind] as Kind;
  const all = emitted.ops.flatMap((op) => {
    const made = make(emitted, op, pick);
    return made ? [{ kind, op, ...made }] : [];
  });
  return all[pick(all.length)];
}

export function applyEdits(code: string, edits: readonly Edit[]): string {
  let text = "";
  let from = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    text += code.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return text + code.slice(from);
}
