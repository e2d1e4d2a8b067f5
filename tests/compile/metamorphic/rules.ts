/**
 * Changes of a program that leave its meaning, and its schedule, as they are. Each is made at a random place;
 * what a change may do to the time at which all is done is said with it.
 */
import type { Node } from "oxc-parser";
import { Edits } from "../edits.js";
import type { Program } from "../program.js";
import type { Random } from "../random.js";
import { eachChild, isFunction } from "../walk.js";
import { compiledMethods, statementLists, type Method, type StatementList } from "./places.js";
import { renamed } from "./rename.js";
import { wrapped } from "./wrap.js";

export interface Variant {
  source: string;
  /** What it is compared with, where that is not the program itself. */
  base?: string;
  /** What it prints besides, as often as it comes there. */
  log?: string;
  /** Names in messages as they were. */
  restore?: (text: string) => string;
  /** The time at which all is done may differ. */
  untimed?: boolean;
  /** Which of two failures comes first differs. */
  unfailing?: boolean;
}

export type Rule = (program: Program, random: Random) => Variant | undefined;

const LOG = "$metamorphic";

interface Gap {
  method: Method;
  list: StatementList;
  at: number;
}

function gapsOf(program: Program): Gap[] {
  return compiledMethods(program).flatMap((method) =>
    statementLists(method).flatMap((list) => list.gaps.map((at) => ({ method, list, at }))),
  );
}

function pickFrom<T>(list: readonly T[], random: Random): T | undefined {
  return list.length > 0 ? random.pick(list) : undefined;
}

function inserted(source: string, at: number, text: string): string {
  return `${source.slice(0, at)}${text}\n${source.slice(at)}`;
}

/**
 * Calls do not wait for logs. In a `try` its end waits for the log, which waits for every call before it, also from
 * outside of the `try`; whoever waits for the `try` may come later for it.
 */
const addLog: Rule = (program, random) => {
  const gap = pickFrom(gapsOf(program), random);
  if (!gap) return undefined;
  const source = inserted(program.source, gap.at, `console.log("${LOG}");`);
  return { source, log: `log ["${LOG}"]`, untimed: gap.list.inTry };
};

/** What is decided at once delays nothing. */
const addDeadCode: Rule = (program, random) => {
  const gap = pickFrom(gapsOf(program), random);
  if (!gap) return undefined;
  const { method, at } = gap;
  const leaf = pickFrom(method.leaves, random);
  const call = leaf === undefined ? `console.log("dead")` : `${method.isAsync ? "await " : ""}this.${leaf}("dead")`;
  const text = random.pick([
    `const dead9 = ["dead"].length + 1;`,
    `if (false) { ${call}; }`,
    `if (false) { const dead9 = ${call}; console.log("dead", dead9); }`,
    `if (false) return undefined as never;`,
    `while (false) { ${call}; }`,
    `for (const dead9 of []) { ${call}; console.log(dead9); }`,
    `if (true) { } else { throw new Error("dead"); }`,
  ]);
  return { source: inserted(program.source, at, text) };
};

/** A method that nobody calls. */
const addDeadMethod: Rule = (program, random) => {
  const method = pickFrom(compiledMethods(program), random);
  const leaf = method && pickFrom(method.leaves, random);
  if (!method || leaf === undefined) return undefined;
  const [start, wait] = method.isAsync ? ["async ", "await "] : ["", ""];
  const text = `${start}dead9(q: string) { const x = ${wait}this.${leaf}(q); console.log(x); return ${wait}this.${leaf}(x + "dead"); }`;
  return { source: inserted(program.source, method.offset + method.node.start, text) };
};

/** The call of a method is lenient: its body starts at once, with arguments that are not there yet. */
const extractCall: Rule = (program, random) => {
  const found = compiledMethods(program).flatMap((method) =>
    callsIn(method).map((call) => ({ method, call, names: namesIn(call) })),
  );
  const chosen = pickFrom(found, random);
  if (!chosen) return undefined;
  const { method, call, names } = chosen;
  const { offset, node } = method;
  const text = program.source.slice(call.start + offset, call.end + offset);
  const edits = new Edits();
  edits.open(
    node.start + offset,
    `extracted9(${names.map((name) => `${name}: any`).join(", ")}) { return ${text}; }\n`,
  );
  edits.replace(call.start + offset, call.end + offset, `this.extracted9(${names.join(", ")})`);
  // `this.steps[0](x)`: of a module of which nothing is known, that it may change what it is given; `any` may be.
  const untimed = names.length > 0 && isComputed(call.callee);
  return { source: edits.apply(program.source), untimed };
};

const isComputed = (callee: Node): boolean =>
  callee.type === "TSNonNullExpression" ? isComputed(callee.expression) : "computed" in callee && callee.computed;

type Call = Extract<Node, { type: "CallExpression" }>;

/** Calls of what `this` holds, with plain arguments. */
function callsIn({ body }: Method): Call[] {
  const found: Call[] = [];
  const visit = (node: Node, around: Node | undefined): void => {
    if (isFunction(node) && node.type !== "ArrowFunctionExpression") return;
    if (node.type === "CallExpression" && !node.optional && around?.type !== "ChainExpression") {
      if (isOfThis(node.callee) && node.arguments.every(isPlain)) found.push(node);
    }
    eachChild(node, (child) => visit(child, node));
  };
  visit(body, undefined);
  return found;
}

function isOfThis(callee: Node): boolean {
  if (callee.type === "TSNonNullExpression") return isOfThis(callee.expression);
  if (callee.type !== "MemberExpression") return false;
  const { object, property, computed } = callee;
  if (computed && property.type !== "Literal") return false;
  return object.type === "ThisExpression" || isOfThis(object);
}

function isPlain(node: Node): boolean {
  if (node.type === "Identifier") return node.name !== "undefined" && node.name !== "arguments";
  if (node.type === "TemplateLiteral") return node.expressions.every(isPlain);
  return node.type === "Literal";
}

function namesIn(call: Node): string[] {
  const names = new Set<string>();
  const visit = (node: Node): void => {
    if (node.type === "Identifier") names.add(node.name);
    if (node.type === "MemberExpression") visit(node.object);
    else eachChild(node, visit);
  };
  visit(call);
  return [...names];
}

/** Two calls that share nothing: only which of two failures is the first may differ. */
const swapCalls: Rule = (program, random) => {
  const gap = pickFrom(
    gapsOf(program).filter(({ method }) => method.leaves.length > 0),
    random,
  );
  if (!gap) return undefined;
  const { method, at } = gap;
  const wait = method.isAsync ? "await " : "";
  const statement = (name: string): string => {
    const argument = random.chance(0.5) ? pickFrom(method.params, random) : undefined;
    return `const ${name} = ${wait}this.${random.pick(method.leaves)}("${name}"${argument === undefined ? "" : `, ${argument}`});`;
  };
  const [a, b] = [statement("left9"), statement("right9")];
  const use = `console.log(left9, right9);`;
  return {
    base: inserted(program.source, at, `${a} ${b} ${use}`),
    source: inserted(program.source, at, `${b} ${a} ${use}`),
    unfailing: true,
  };
};

export const RULES: Readonly<Record<string, Rule>> = {
  "a log more": addLog,
  "dead code": addDeadCode,
  "a method that nobody calls": addDeadMethod,
  "a call in a method of its own": extractCall,
  "a module around it": wrapped,
  "other names": renamed,
  "calls swapped": swapCalls,
};
