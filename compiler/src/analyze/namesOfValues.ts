/**
 * Under which names objects of a file may hold modules, or functions that make module calls: whoever calls
 * `options.ask(q)` of an object that comes from elsewhere may call one.
 *
 *   review({ ask: (q) => this.llm(q) })      review({ ask: this.llm })      options.ask = maker(this.llm)
 */
import type { Expression, Node } from "oxc-parser";
import type { Binding } from "../syntax/bindings.js";
import { Kept } from "../syntax/kept.js";
import { type AnyFunction, isFunction, keyName, nodesOf, peel, walk } from "../syntax/walk.js";
import { classOfName } from "./classes.js";
import { globalName } from "./freshShape.js";
import { functionOf, kindOf } from "./kinds.js";
import type { Launch } from "./launches.js";
import type { FileAnalysis } from "./methodContext.js";
import { anySignature } from "./signatures.js";

interface Named {
  name: string;
  value: Expression;
}

interface Members {
  named: readonly Named[];
  /** What is put under names that only a run knows: `options[key] = ask`. */
  unnamed: readonly { object?: Expression; value: Expression }[];
  /** `Object.fromEntries(…)` and its like: lists of names and values. */
  listed: readonly Node[];
  /** The names by which members are called, as far as they are not those of the standard library. */
  called: readonly string[];
}

/** The names, and the variables whose objects hold them under any name. */
interface Holders {
  names: Set<string>;
  objects: Set<Binding>;
}

const members = new Kept<Node, Members>();
const known = new Kept<ReadonlyMap<Node, Launch>, { count: number; found: Holders }>();

/** Whether `object.name` may be one. `values`: functions of the file that make module calls and are values. */
export function mayHoldValue(
  object: Expression,
  name: string,
  analysis: FileAnalysis,
  values: ReadonlySet<AnyFunction>,
): boolean {
  const { names, objects } = holdersOf(analysis, values);
  const binding = object.type === "Identifier" ? analysis.file.bindings.bindingOf(object) : undefined;
  return names.has(name) || (binding !== undefined && objects.has(binding));
}

function holdersOf(analysis: FileAnalysis, values: ReadonlySet<AnyFunction>): Holders {
  const before = known.get(analysis.launches);
  if (before?.count === values.size) return before.found;
  const names = new Set<string>();
  const objects = new Set<Binding>();
  const found: Holders = { names, objects };
  const { named, unnamed, listed, called } = membersIn(analysis);
  for (const { name, value } of named) if (!names.has(name) && mayBeOne(value, analysis, values)) names.add(name);
  let isAny = listed.length > 0 && values.size > 0;
  for (const { object, value } of unnamed) {
    if (!isStoredOne(value, analysis, values)) continue;
    isAny = true;
    const binding = object?.type === "Identifier" ? analysis.file.bindings.bindingOf(object) : undefined;
    if (binding) objects.add(binding);
  }
  if (isAny) {
    for (const name of called) names.add(name);
    for (const binding of analysis.file.bindings.declared.values())
      if (binding.init && listed.includes(peel(binding.init))) objects.add(binding);
  }
  known.set(analysis.launches, { count: values.size, found });
  return found;
}

/** The members that objects and classes of the file are given under names by which something is called. */
function membersIn(analysis: FileAnalysis): Members {
  const { program } = analysis.file;
  const before = members.get(program);
  if (before) return before;
  const called = new Set<string>();
  const all: Named[] = [];
  const unnamed: { object?: Expression; value: Expression }[] = [];
  const listed: Node[] = [];
  const note = (name: string | undefined, value: Node, object?: Expression): void => {
    if (name === undefined) unnamed.push({ value: value as Expression, ...(object && { object: peel(object) }) });
    else all.push({ name, value: value as Expression });
  };
  for (const node of nodesOf(
    program,
    "CallExpression",
    "NewExpression",
    "Property",
    "PropertyDefinition",
    "AssignmentExpression",
  )) {
    if (node.type === "CallExpression") {
      const callee = peel(node.callee);
      const name = callee.type === "MemberExpression" ? keyName(callee.property, callee.computed) : undefined;
      if (name !== undefined) called.add(name);
      if (LISTS.has(globalName(node, analysis) ?? "")) {
        listed.push(node);
        unnamed.push(...listedIn(node).map((value) => ({ value })));
      }
    } else if (node.type === "NewExpression") noteConstructed(node, analysis, note);
    else if (node.type === "Property" || node.type === "PropertyDefinition") {
      if (node.value) note(keyName(node.key, node.computed), node.value);
    } else if (node.type === "AssignmentExpression" && node.left.type === "MemberExpression")
      note(keyName(node.left.property, node.left.computed), node.right, node.left.object);
  }
  const found: Members = {
    named: all.filter(({ name }) => called.has(name)),
    unnamed,
    listed,
    called: [...called].filter((name) => !anySignature(name)),
  };
  members.set(program, found);
  return found;
}

const LISTS = new Set(["Object.fromEntries", "Object.defineProperty", "Object.defineProperties", "Reflect.set"]);

/** The values in the literals that a call is given. */
function listedIn(call: Node): Expression[] {
  const found: Expression[] = [];
  walk(call, (node) => {
    if (node.type === "ArrayExpression")
      for (const element of node.elements) if (element && element.type !== "SpreadElement") found.push(element);
    if (node.type === "Property" && node.value) found.push(node.value as Expression);
    return !isFunction(node);
  });
  return found;
}

/** `constructor(readonly ask: Ask) {}`: what a `new` gives is kept under the name of the parameter. */
function noteConstructed(
  { callee, arguments: given }: Extract<Node, { type: "NewExpression" }>,
  { file, classes }: FileAnalysis,
  note: (name: string, value: Node) => void,
): void {
  const made = classOfName(file, classes, callee)?.members.find(({ kind }) => kind === "constructor");
  made?.fn.params.forEach((param, i) => {
    const value = given[i];
    if (param.type !== "TSParameterProperty" || !value || value.type === "SpreadElement") return;
    const name = param.parameter.type === "AssignmentPattern" ? param.parameter.left : param.parameter;
    if (name.type === "Identifier") note(name.name, value);
  });
}

/** Whether something is one, or a name that may stand for one: what else is stored hardly ever is. */
function isStoredOne(value: Expression, analysis: FileAnalysis, values: ReadonlySet<AnyFunction>): boolean {
  const inner = peel(value);
  if (inner.type === "Identifier" || isFunction(inner)) return mayBeOne(inner, analysis, values);
  return kindOf(inner, analysis).type === "module";
}

function mayBeOne(value: Expression, analysis: FileAnalysis, values: ReadonlySet<AnyFunction>): boolean {
  for (const fn of values) if (fn.start >= value.start && fn.end <= value.end) return true;
  const inner = peel(value);
  if (isFunction(inner)) return false;
  const binding = inner.type === "Identifier" ? analysis.file.bindings.bindingOf(inner) : undefined;
  const fn = binding && functionOf(binding);
  if (fn) return values.has(fn);
  const { type } = kindOf(inner, analysis);
  return type === "module" || (values.size > 0 && (type === "function" || type === "unknown"));
}
