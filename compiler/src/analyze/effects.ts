/**
 * What a piece of code without module calls may do: have a visible effect, read or change objects that
 * somebody else can hold, print, throw. What is not known to be harmless is an effect. What the standard library
 * does is written in `signatures.ts`; what the user declares is found by `declarations.ts`.
 */
import type { CallExpression, Expression, Node } from "oxc-parser";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { isStrings } from "../syntax/tagsAsCalls.js";
import { childrenOf, isFunction, isTypeOnly, keyName, peel, walk, type AnyFunction } from "../syntax/walk.js";
import {
  addCalled,
  addCallee,
  addCallOf,
  addDeclared,
  addParameter,
  bodyEffects,
  functionBehind,
  givenBy,
  parameterNamed,
} from "./calledEffects.js";
import { changesWhenRead, changesWhenTaken } from "./changingReads.js";
import { declaredOf } from "./declarations.js";
import { impure, nothing, type Effects, type Found, type Reason } from "./foundEffects.js";
import { holdsFreshValue, isFreshValue } from "./freshValue.js";
import { changesElsewhere, isChanged } from "./importedBindings.js";
import { advances } from "./iterators.js";
import { joined } from "./joined.js";
import { classAround, kindOf } from "./kinds.js";
import { signatureOf } from "./librarySignature.js";
import { isPattern } from "./libraryTypes.js";
import type { FileAnalysis } from "./methodContext.js";
import { changeOf, changeOfNamed, getterOf } from "./moduleState.js";
import { placeOf } from "./owned.js";
import { elementLike, takesState } from "./patternState.js";
import { isCalled, type Signature } from "./signatures.js";
import { stable, untouchable } from "./stable.js";

type Member = Extract<Node, { type: "MemberExpression" }>;

export function effectsOf(node: Node, analysis: FileAnalysis, skip: ReadonlySet<Node> = new Set()): Effects {
  const effects: Found = { ...nothing(), skip };
  collect(node, analysis, effects);
  return effects;
}

/** What calling a function of this file may do. */
export function effectsOfCall(fn: AnyFunction, analysis: FileAnalysis): Effects {
  const effects: Found = { ...bodyEffects(fn, analysis) };
  if (fn.async) impure(effects, fn, effects.writes, "await");
  return effects;
}

export function collect(node: Node, analysis: FileAnalysis, effects: Found): void {
  if (isTypeOnly(node)) return;
  if (effects.skip?.has(node)) {
    // What is somebody else's business where a function is compiled may be called as it is written.
    const launch = analysis.launches.get(node);
    const callee =
      launch?.kind === "callback" ? launch.callee : node.type === "CallExpression" ? peel(node.callee) : undefined;
    const parameter = callee && effects.fn ? parameterNamed(callee, analysis) : undefined;
    if (parameter && !effects.given.has(parameter)) addParameter(parameter, node, effects);
    return;
  }
  // Making a function does nothing; what it does counts where it is called.
  if (isFunction(node)) return;
  switch (node.type) {
    case "CallExpression":
      call(node, analysis, effects);
      return;
    case "NewExpression":
      if (!apply(node, node.arguments, undefined, analysis, effects)) {
        impure(effects, node, true, "call");
        effects.reads = true;
      }
      for (const argument of node.arguments) collect(argument, analysis, effects);
      return;
    case "ImportExpression":
      impure(effects, node, true, "call");
      break;
    case "AwaitExpression":
      // What waits for somebody else's business is that as well.
      if (effects.skip?.has(peel(node.argument))) return;
      if (joined(node.argument, analysis, effects)) return;
      impure(effects, node, true, "await");
      break;
    case "YieldExpression":
      impure(effects, node, true, "await");
      break;
    case "TaggedTemplateExpression":
      for (const value of node.quasi.expressions) {
        collect(value, analysis, effects);
        pass(value, analysis, effects);
      }
      if (!isRaw(peel(node.tag), analysis)) impure(effects, node, true, "call");
      return;
    case "AssignmentExpression":
      target(node.left, analysis, effects);
      if (node.left.type === "ArrayPattern") goOver(node.right, analysis, effects);
      collect(node.right, analysis, effects);
      return;
    case "UpdateExpression":
      target(node.argument, analysis, effects);
      return;
    case "UnaryExpression":
      if (node.operator === "delete") {
        target(node.argument, analysis, effects);
        return;
      }
      if (/^[-+~]$/.test(node.operator)) readAsText(node.argument, analysis, effects);
      break;
    case "MemberExpression":
      if (node.computed) readDeeply(node.property as Expression, analysis, effects);
      if (isChangedByReading(node, analysis)) impure(effects, node, true, "write");
      if (state(node, analysis, effects)) break;
      read(node.object.type === "ThisExpression" ? node : node.object, analysis, effects);
      break;
    case "VariableDeclarator":
      // `const { asked } = this`
      if (node.init && takesState(node.id, { of: node.init }, analysis)) impure(effects, node, false, "state");
      if (node.init && changesWhenTaken(node.id, analysis)) impure(effects, node, true, "write");
      if (node.init && isNested(node.id)) readDeeply(node.init, analysis, effects);
      else if (node.init && node.id.type !== "Identifier") read(node.init, analysis, effects);
      if (node.init && node.id.type === "ArrayPattern") goOver(node.init, analysis, effects);
      break;
    case "CatchClause":
      if (node.param && node.param.type !== "Identifier") effects.reads = true;
      break;
    case "SpreadElement":
      read(node.argument, analysis, effects);
      readModule(node.argument, analysis, effects);
      goOver(node.argument, analysis, effects);
      break;
    case "ForInStatement":
    case "ForOfStatement":
      if (node.type === "ForOfStatement" && takesElementState(node.left, node.right, analysis))
        impure(effects, node, false, "state");
      if (node.type === "ForOfStatement" && takesApart(node.left)) readDeeply(node.right, analysis, effects);
      else read(node.right, analysis, effects);
      if (node.type === "ForOfStatement") goOver(node.right, analysis, effects);
      if (node.left.type !== "VariableDeclaration") target(node.left, analysis, effects);
      break;
    case "Identifier": {
      // A variable of the file that something reassigns is shared state.
      const reference = analysis.file.bindings.at(node);
      const binding = reference?.binding;
      if (!binding || binding.owner) return;
      if (isChanged(binding, analysis)) impure(effects, node, false, "state");
      return;
    }
    case "TemplateLiteral":
      for (const e of node.expressions) readAsText(e, analysis, effects);
      break;
    case "BinaryExpression":
      if (node.operator === "in" || node.operator === "instanceof") effects.reads = true;
      // An object becomes text or a number.
      else if (node.operator !== "===" && node.operator !== "!==") {
        readAsText(node.left as Expression, analysis, effects);
        readAsText(node.right, analysis, effects);
      }
      break;
    default:
  }
  for (const child of childrenOf(node)) collect(child, analysis, effects);
}

function isChangedByReading({ property, computed }: Member, analysis: FileAnalysis): boolean {
  const name = keyName(property, computed);
  return name !== undefined && changesWhenRead(name, analysis);
}

/** A member of a module: what other calls of that change has to be read in its turn. True for a getter of this file. */
function state(node: Member, analysis: FileAnalysis, effects: Found): boolean {
  const of = node.object.type === "Identifier" ? analysis.file.bindings.bindingOf(node.object)?.source : undefined;
  const imported = of?.name === "*" ? keyName(node.property, node.computed) : undefined;
  // `all.asked` of `import * as all`
  if (of && imported !== undefined && changesElsewhere(of.module, imported, analysis))
    impure(effects, node, false, "state");
  const getter = getterOf(node, analysis);
  const here = getter !== undefined && classAround(analysis, getter.node)?.members.includes(getter) === true;
  if (here) addCalled({ fn: getter.fn, home: undefined }, node, givenBy([]), analysis, effects);
  if ((getter && !here) || changeOf(node, analysis)) impure(effects, node, false, "state");
  return here;
}

/** `String.raw`, which only reads. */
export function isRaw(tag: Expression, { file }: FileAnalysis): boolean {
  if (tag.type !== "MemberExpression" || tag.object.type !== "Identifier" || tag.object.name !== "String") return false;
  return !file.bindings.bindingOf(tag.object) && keyName(tag.property, tag.computed) === "raw";
}

/** A change of what a variable of a function holds, or of the object in it. */
export function changesVariable(
  effects: Found,
  binding: Binding,
  node: Node,
  reason: Reason,
  analysis: FileAnalysis,
  inPlace = false,
): void {
  // What a text assigns, or changes of a value of the method's own, comes out of it.
  if (!effects.fn && (isOwnWrite(binding, node, analysis) || (inPlace && reason === "assign"))) return;
  if (!effects.fn) impure(effects, node, true, reason);
  else if (!declaredIn(binding, effects.fn)) effects.outer.set(binding, { node, reason });
}

/** One that is compiled as an assignment of its name: not what happens to it when others have got hold of it. */
function isOwnWrite(binding: Binding, { start, end }: Node, { privates }: FileAnalysis): boolean {
  const own = privates?.get(binding);
  return own?.writes.some((write) => write.start < end && start < write.end) ?? false;
}

/** A change of the object that an expression gives. */
function changesObject(effects: Found, object: Expression, node: Node, analysis: FileAnalysis): void {
  const inner = peel(object);
  if (isFreshValue(inner, analysis)) return;
  const binding = inner.type === "Identifier" ? analysis.file.bindings.bindingOf(inner) : undefined;
  const place = placeOf(inner, (name) => analysis.privates?.get(name)?.owned, analysis);
  if (place) changesVariable(effects, place.binding, node, "write", analysis);
  else if (binding && holdsFreshValue(binding, analysis)) changesVariable(effects, binding, node, "write", analysis);
  else impure(effects, node, true, "write");
}

/** Writing a local variable is the business of single assignment; writing anything else changes an object. */
function target(node: Node, analysis: FileAnalysis, effects: Found): void {
  switch (node.type) {
    case "Identifier": {
      const binding = analysis.file.bindings.bindingOf(node);
      if (!binding?.owner) impure(effects, node, true, "assign");
      return;
    }
    case "ObjectPattern":
      effects.reads = true;
      for (const p of node.properties) target(p.type === "RestElement" ? p.argument : p.value, analysis, effects);
      return;
    case "ArrayPattern":
      effects.reads = true;
      for (const e of node.elements) if (e) target(e.type === "RestElement" ? e.argument : e, analysis, effects);
      return;
    case "AssignmentPattern":
      target(node.left, analysis, effects);
      collect(node.right, analysis, effects);
      return;
    default: {
      // Setters are trusted as getters are.
      const member = node.type === "MemberExpression" ? node : undefined;
      if (member) changesObject(effects, member.object, node, analysis);
      else impure(effects, node, true, "write");
      for (const child of childrenOf(node)) collect(child, analysis, effects);
    }
  }
}

/** Whether each of what is iterated is looked into: `for (const { n } of rows)`. */
function takesApart(left: Node): boolean {
  return left.type === "VariableDeclaration" && left.declarations.some(({ id }) => id.type !== "Identifier");
}

function takesElementState(left: Node, list: Expression, analysis: FileAnalysis): boolean {
  const target = left.type === "VariableDeclaration" ? left.declarations[0]?.id : left;
  return target !== undefined && takesState(target, elementLike(list, analysis), analysis);
}

/** `{ a: { b } }`: what is in the object is looked into as well. */
function isNested(pattern: Node): boolean {
  let patterns = 0;
  walk(pattern, (node) => void (/^(?:Object|Array)Pattern$/.test(node.type) && patterns++));
  return patterns > 1;
}

export function read(value: Expression, analysis: FileAnalysis, effects: Found): void {
  if (!stable(value, analysis)) addRead(value, analysis, effects);
}

/** What takes the elements of something one after another. */
function goOver(value: Expression, analysis: FileAnalysis, effects: Found): void {
  if (advances(value, analysis)) impure(effects, value, true, "write");
}

function readDeeply(value: Expression, analysis: FileAnalysis, effects: Found): void {
  if (!untouchable(value, analysis)) addRead(value, analysis, effects);
}

/** What an object becomes as a text or a number is its own business: `toString` may look at all of it. */
function readAsText(value: Expression, analysis: FileAnalysis, effects: Found): void {
  readDeeply(value, analysis, effects);
  readModule(value, analysis, effects);
  if (!immutable(value, analysis) && changesWhenRead(undefined, analysis)) impure(effects, value, true, "write");
}

/** All members of a module: `{ ...this }`, `Object.values(this)`. */
function readModule(value: Expression, analysis: FileAnalysis, effects: Found): void {
  const { type } = kindOf(value, analysis);
  if (type !== "module" && type !== "object") return;
  if (changeOfNamed(peel(value), undefined, analysis)) impure(effects, value, false, "state");
}

/** What a function is given, it may look at; a function it calls. */
function pass(value: Expression, analysis: FileAnalysis, effects: Found): void {
  if (kindOf(value, analysis).type !== "function") readDeeply(value, analysis, effects);
}

/** What is in a parameter concerns who has given it. */
function addRead(value: Expression, analysis: FileAnalysis, effects: Found): void {
  let root = peel(value);
  while (root.type === "MemberExpression") root = peel(root.object);
  const parameter = parameterNamed(root, analysis);
  const param = parameter && effects.fn?.params.find((one) => declaredIn(parameter, one));
  if (param && !mayBeDefault(param as Node)) effects.readsGiven = true;
  else effects.reads = true;
}

/** Whether what is in a parameter may be something that nobody gives. */
function mayBeDefault(param: Node): boolean {
  let found = false;
  walk(param, (node) => void (node.type === "AssignmentPattern" && (found = true)));
  return found;
}

/** A value that nobody can change. */
export function immutable(node: Expression, analysis: FileAnalysis): boolean {
  if (isStrings(node)) return true; // frozen
  const kind = kindOf(node, analysis).type;
  return kind === "string" || kind === "primitive" || (kind === "object" && isPattern(node, analysis));
}

type Arguments = CallExpression["arguments"];

/** What a function or constructor of the standard library does here; false where nothing is known of it. */
function apply(
  node: Extract<Expression, { type: "CallExpression" | "NewExpression" }>,
  given: Arguments,
  receiver: Expression | undefined,
  analysis: FileAnalysis,
  effects: Found,
): boolean {
  const signature = signatureOf(node, analysis);
  if (!signature) return false;
  const access = (value: Expression, how: Signature["receiver"]): void => {
    if (how === "ignores" || untouchable(value, analysis)) return;
    if (isCalled(how)) {
      const fn = functionBehind(value, analysis);
      if (how === "calls and reads" && !(fn && gives(fn, (given) => stable(given, analysis)))) effects.reads = true;
      if (how === "calls and reads deeply" && !(fn && gives(fn, (given) => untouchable(given, analysis))))
        effects.reads = true;
      addCallOf(value, node, analysis, effects);
      return;
    }
    readModule(value, analysis, effects);
    goOver(value, analysis, effects);
    // What nobody else holds cannot change meanwhile; what is in it can.
    if (how === "reads deeply") readDeeply(value, analysis, effects);
    else read(value, analysis, effects);
    if (how === "writes") changesObject(effects, value, node, analysis);
  };
  if (receiver) access(receiver, signature.receiver);
  given.forEach((argument, i) => {
    const how = signature.args[Math.min(i, signature.args.length - 1)] ?? "ignores";
    // Which arguments a list holds is not known.
    if (argument.type === "SpreadElement") {
      effects.reads = true;
      if (signature.args.some(isCalled) || signature.args.includes("writes")) impure(effects, node, true, "call");
    } else access(argument, how);
  });
  const { draws } = signature;
  if (signature.prints) impure(effects, node, false, "print");
  if (draws === "random") impure(effects, node, false, "random");
  if (draws === "time" || (draws === "time alone" && given.length === 0)) impure(effects, node, false, "time");
  return true;
}

/** Whether all that a function gives is like that. */
export function gives(fn: AnyFunction, isLike: (given: Expression) => boolean): boolean {
  if (!fn.body) return false;
  if (fn.body.type !== "BlockStatement") return isLike(fn.body as Expression);
  let all = true;
  walk(fn.body as Node, (node) => {
    if (isFunction(node)) return false;
    if (node.type === "ReturnStatement" && node.argument && !isLike(node.argument)) all = false;
    return all;
  });
  return all;
}

function call(node: CallExpression, analysis: FileAnalysis, effects: Found): void {
  const callee = peel(node.callee);
  const args = (passed: boolean): void => {
    for (const argument of node.arguments) {
      collect(argument, analysis, effects);
      if (passed) pass(argument.type === "SpreadElement" ? argument.argument : argument, analysis, effects);
    }
  };
  const declared = declaredOf(callee, analysis);
  const member = callee.type === "MemberExpression" ? callee : undefined;
  const object = member && peel(member.object);
  const global = object?.type === "Identifier" && !analysis.file.bindings.bindingOf(object);
  if (member && !global) {
    collect(member.object, analysis, effects);
    if (member.computed) collect(member.property, analysis, effects);
  } else if (callee.type !== "Identifier" && !member && !isFunction(callee)) {
    collect(callee, analysis, effects);
  }
  if (declared) {
    args(true);
    addDeclared(declared, node, effects);
    return;
  }
  if (apply(node, node.arguments, member && !global ? member.object : undefined, analysis, effects)) {
    args(false);
    return;
  }
  args(true);
  addCallee(callee, node, givenBy(node.arguments), analysis, effects);
}
