/**
 * Values that may be there in part: results of module calls, literals that hold them, lists and objects that they
 * are put into, elements and copies of such lists, parameters. Expressions that move or read single parts of them
 * are taken apart, so that each part is used in its own time.
 *
 *   const found = [this.a(q), this.b(q)];  `${found.length} of ${found[0]}`    waits for the first only
 */
import type { ArrowFunctionExpression, CallExpression, Expression, Node } from "oxc-parser";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { Kept } from "../syntax/kept.js";
import { isFunction, keyName, peel, walk, type AnyFunction } from "../syntax/walk.js";
import { changesWhenRead } from "./changingReads.js";
import { immutable } from "./effects.js";
import { kindOfReturn } from "./callKinds.js";
import { globalName } from "./freshShape.js";
import { changeOf } from "./moduleState.js";
import { assignedValues, kindOf, kindOfBinding } from "./kinds.js";
import { simpleFunctionOf } from "./simpleFunction.js";
import { libraryTypeOf } from "./libraryTypes.js";
import { isJson } from "./typeKinds.js";
import { containsLaunch } from "./launches.js";
import type { MethodContext } from "./methodContext.js";

/** What is known of one method. `null`: it is being looked for. */
interface Known {
  late: Map<Binding, boolean | null>;
  partial: Map<Binding, boolean | null>;
  taken: Map<Node, boolean>;
}

const knownOf = new Kept<MethodContext, Known>();

function known(ctx: MethodContext): Known {
  let found = knownOf.get(ctx);
  if (!found) knownOf.set(ctx, (found = { late: new Map(), partial: new Map(), taken: new Map() }));
  return found;
}

/** Looks something up, or finds it out; what depends on itself says nothing. */
function once(cache: Map<Binding, boolean | null>, binding: Binding, find: () => boolean): boolean {
  const cached = cache.get(binding);
  if (cached !== undefined) return cached ?? false;
  cache.set(binding, null);
  const found = find();
  cache.set(binding, found);
  return found;
}

/** Whether a value may come later than where it stands: it is, or is made of, what calls give. */
function isLate(node: Node, ctx: MethodContext): boolean {
  if (containsLaunch(node, ctx.launches)) return true;
  let late = false;
  walk(node, (inner) => {
    if (late || isFunction(inner)) return false;
    if (inner.type === "AwaitExpression") late = true;
    const binding = inner.type === "Identifier" ? ctx.file.bindings.bindingOf(inner) : undefined;
    if (binding && isLateBinding(binding, ctx)) late = true;
    return !late;
  });
  return late;
}

function isLateBinding(binding: Binding, ctx: MethodContext): boolean {
  if (!declaredIn(binding, ctx.fn) || binding.fn || binding.kind === "class") return false;
  // What it is may hang on a test.
  if (binding.kind === "param" || binding.writes.length > 0 || !binding.init) return true;
  return once(known(ctx).late, binding, () => isLate(binding.init as Expression, ctx) || isFilledLate(binding, ctx));
}

/** A list or object of the method's own that is given such values. */
function isFilledLate(binding: Binding, ctx: MethodContext): boolean {
  return ctx.privates.get(binding)?.writes.some((write) => isLate(write, ctx)) ?? false;
}

/** Whether a name may stand for something that is there in part. */
function isStructured(binding: Binding, ctx: MethodContext): boolean {
  if (!declaredIn(binding, ctx.fn) || ctx.privates.get(binding)?.kind === "chained") return false;
  const { type } = kindOfBinding(binding, ctx);
  if (type !== "object" && type !== "array" && type !== "unknown") return false;
  if (binding.kind === "param") return true;
  if (binding.kind !== "const" && binding.kind !== "let" && binding.kind !== "var") return false;
  return once(known(ctx).partial, binding, () => {
    const { init, writes } = binding;
    if (!init && writes.length === 0) return true; // destructured
    const values = assignedValues(ctx);
    const given = writes.map(({ start }) => values.get(start));
    return (
      (init !== undefined && (containsLaunch(init, ctx.launches) || isPartial(init, ctx))) ||
      given.some((value) => value === undefined || (value !== "primitive" && isPartial(value, ctx))) ||
      isFilledLate(binding, ctx)
    );
  });
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));
/** Methods of arrays that move elements without looking at them. */
const MOVERS = words("slice concat flat toReversed toSpliced with at");
/** Those whose callback looks at one element at a time: they give a list, */
const LISTERS = words("map filter flatMap");
/** one of the elements, */
const FINDERS = words("find findLast");
/** or what may be known before all of the elements are. */
const CALLBACKS = new Set([
  ...LISTERS,
  ...FINDERS,
  ...words("forEach findIndex findLastIndex some every reduce reduceRight"),
]);
const OF_OBJECTS = words("keys values entries fromEntries");

/** Whether the value of an expression may be an array or object of which parts come later. */
export function isPartial(expression: Expression, ctx: MethodContext): boolean {
  const node = peel(expression);
  const of = (inner: Expression): boolean => isPartial(inner, ctx);
  switch (node.type) {
    case "Identifier": {
      const binding = ctx.file.bindings.bindingOf(node);
      return binding !== undefined && isStructured(binding, ctx);
    }
    case "ArrayExpression":
    case "ObjectExpression":
      return isLate(node, ctx);
    case "MemberExpression":
      return !isPrimitive(node, ctx) && of(node.object);
    case "AwaitExpression":
      return of(node.argument);
    case "ChainExpression":
      return !isPrimitive(node, ctx) && of(chainOf(node, ctx).root);
    case "ConditionalExpression":
      return of(node.consequent) || of(node.alternate);
    case "LogicalExpression":
      return of(node.left) || of(node.right);
    case "NewExpression":
      return entriesOfMap(node, ctx) !== undefined;
    case "CallExpression": {
      if (isPrimitive(node, ctx)) return false;
      if (ctx.launches.has(node)) return true;
      if (methodOfMap(node, ctx) === "get") return true;
      const simple = simpleOfPartial(node, ctx);
      if (simple) return of(simple.body as Expression);
      const { callee } = node;
      if (callee.type !== "MemberExpression") return false;
      const name = keyName(callee.property, callee.computed) ?? "";
      if (/^Promise\.all(Settled)?$/.test(globalName(node, ctx) ?? ""))
        // What its callbacks use may come later than the list.
        return isLate(node, ctx) || node.arguments.some((argument) => of(argument as Expression));
      if (objectCall(node, ctx)) return node.arguments.some((argument) => of(argument as Expression));
      if (kindOf(callee.object, ctx).type !== "array") return false;
      if (LISTERS.has(name))
        return containsLaunch(node, ctx.launches) || of(callee.object) || capturesLate(node.arguments[0], ctx);
      if (FINDERS.has(name)) return of(callee.object);
      return MOVERS.has(name) && (of(callee.object) || node.arguments.some((argument) => isLate(argument, ctx)));
    }
    default:
      return false;
  }
}

function isPrimitive(node: Expression, ctx: MethodContext): boolean {
  const { type } = kindOf(node, ctx);
  return type === "string" || type === "primitive" || type === "module" || type === "function";
}

/** A new object without accessors and prototypes of its own. */
function isPlainLiteral(node: Node | undefined): boolean {
  return (
    node?.type === "ObjectExpression" &&
    node.properties.every(
      (p) => p.type === "Property" && p.kind === "init" && !p.computed && keyName(p.key, false) !== "__proto__",
    )
  );
}

export type ObjectCall = "keys" | "values" | "entries" | "fromEntries" | "assign" | "from";

/** `Object.keys(…)`, `Object.assign({…}, …)`, `Array.from(list)` and their like: which. */
export function objectCall(node: CallExpression, ctx: MethodContext): ObjectCall | undefined {
  const { callee, arguments: given } = node;
  if (callee.type !== "MemberExpression" || node.optional || given.some((a) => a.type === "SpreadElement"))
    return undefined;
  const { object } = callee;
  const name = keyName(callee.property, callee.computed) ?? "";
  if (object.type !== "Identifier" || ctx.file.bindings.bindingOf(object)) return undefined;
  if (object.name === "Array")
    return name === "from" && given.length === 1 && kindOf(given[0] as Expression, ctx).type === "array"
      ? "from"
      : undefined;
  if (object.name !== "Object") return undefined;
  if (name === "assign") return given.length > 1 && isPlainLiteral(given[0]) ? "assign" : undefined;
  return OF_OBJECTS.has(name) && given.length === 1 ? (name as ObjectCall) : undefined;
}

/** The entries of `new Map(…)`, where some of them may come later. */
export function entriesOfMap(node: Node, ctx: MethodContext): Expression | undefined {
  if (node.type !== "NewExpression" || node.callee.type !== "Identifier" || node.callee.name !== "Map")
    return undefined;
  const [entries] = node.arguments;
  if (ctx.file.bindings.bindingOf(node.callee) || node.arguments.length !== 1 || !entries) return undefined;
  return entries.type !== "SpreadElement" && isPartial(entries, ctx) ? entries : undefined;
}

/** Whether a Map may be there in part. */
export const isPartialMap = (expression: Expression, ctx: MethodContext): boolean =>
  isPartial(expression, ctx) && libraryTypeOf(expression, ctx) === "Map";

/** `get` or `has` of such a Map, if `node` calls it. */
export function methodOfMap(node: Node, ctx: MethodContext): "get" | "has" | undefined {
  if (node.type !== "CallExpression" || node.optional || node.arguments.length !== 1) return undefined;
  const { callee } = node;
  if (callee.type !== "MemberExpression" || callee.optional || ctx.launches.has(node)) return undefined;
  const name = keyName(callee.property, callee.computed);
  if ((name !== "get" && name !== "has") || node.arguments[0]?.type === "SpreadElement") return undefined;
  return isPartialMap(callee.object, ctx) ? name : undefined;
}

/** The method of a list that may be there in part, if `node` calls one. */
function methodOfList(node: Node, ctx: MethodContext): string | undefined {
  if (node.type !== "CallExpression" || node.optional || ctx.launches.has(node)) return undefined;
  const { callee } = node;
  if (callee.type !== "MemberExpression" || callee.optional) return undefined;
  if (node.arguments.some((argument) => argument.type === "SpreadElement")) return undefined;
  const name = keyName(callee.property, callee.computed);
  if (name === undefined || !(MOVERS.has(name) || CALLBACKS.has(name))) return undefined;
  const kind = kindOf(callee.object, ctx);
  // What is parsed has a `map` only where it is a list, and a `slice` also where it is a text.
  if (kind.type !== "array" && !(isJson(kind) && CALLBACKS.has(name))) return undefined;
  const [first, initial] = node.arguments;
  const isLenient =
    isPartial(callee.object, ctx) ||
    (MOVERS.has(name) && node.arguments.some((argument) => isLate(argument, ctx))) ||
    (CALLBACKS.has(name) && (readsFilled(first, ctx) || capturesLate(first, ctx))) ||
    (name.startsWith("reduce") && initial !== undefined && isLate(initial, ctx));
  return isLenient ? name : undefined;
}

/** Whether a callback reads single parts of what the method fills with such values: `ids.map((id) => results[id])`. */
function readsFilled(callback: Node | undefined, ctx: MethodContext): boolean {
  let found = false;
  if (callback && isFunction(callback))
    walk(callback, (inner) => {
      const object = inner.type === "MemberExpression" ? peel(inner.object) : undefined;
      const binding = object?.type === "Identifier" ? ctx.file.bindings.bindingOf(object) : undefined;
      if (binding && !declaredIn(binding, callback) && isFilledLate(binding, ctx) && isStructuredMember(inner, ctx))
        found = true;
      return !found;
    });
  return found;
}

/**
 * Whether a callback uses a variable that may come later: which elements a list has is known before, and what does
 * not use the variable is, too. `ids.map((id) => ({ id, text }))`
 */
function capturesLate(callback: Node | undefined, ctx: MethodContext): boolean {
  const fn = callback && callback.type !== "SpreadElement" ? peel(callback as Expression) : undefined;
  if (!fn || !isFunction(fn)) return false;
  return ctx.file.bindings
    .in(fn.start, fn.end)
    .some(({ binding }) => binding !== undefined && !declaredIn(binding, fn) && isLateBinding(binding, ctx));
}

/** `list.map(callback)` and its like over a list that may be there in part, with a callback written in place: element by element. */
export function isLenientCallback(node: Node, ctx: MethodContext): boolean {
  const name = methodOfList(node, ctx);
  if (node.type !== "CallExpression" || name === undefined || !CALLBACKS.has(name)) return false;
  const [callback] = node.arguments;
  if (!callback || callback.type === "SpreadElement" || node.arguments.length > 2) return false;
  const fn = peel(callback);
  if (!isFunction(fn) || fn.async || fn.generator) return false;
  return !name.startsWith("reduce") || isPartOfReduced(fn, ctx);
}

/** Whether something of what a `reduce` gives may be there before all that it is made of: not all of that is looked at, or it is moved. */
function isPartOfReduced(fn: AnyFunction, ctx: MethodContext): boolean {
  const isUnused = (param: Node | undefined): boolean =>
    param === undefined ||
    (param.type === "Identifier" && ctx.file.bindings.declared.get(param.start)?.references.length === 0);
  const { type } = kindOfReturn(fn, ctx);
  return isUnused(fn.params[0]) || isUnused(fn.params[1]) || type === "array" || type === "object";
}

/** `list.slice(…)` and its like: the name of the method. */
export function moverOf(node: Node, ctx: MethodContext): string | undefined {
  const name = methodOfList(node, ctx);
  return name !== undefined && MOVERS.has(name) ? name : undefined;
}

/** What is parsed makes a text of itself without anybody's code. */
function isKey(index: Expression, ctx: MethodContext): boolean {
  return immutable(index, ctx) || isJson(kindOf(index, ctx));
}

/**
 * Whether what is read may be a member of a module that something changes, what a call gives is trusted to be none; or
 * reading it may change something.
 */
export function isStateOf(node: Member, ctx: MethodContext): boolean {
  const name = keyName(node.property, node.computed);
  if (name !== undefined && changesWhenRead(name, ctx)) return true;
  const object = peel(node.object);
  const binding = object.type === "Identifier" ? ctx.file.bindings.bindingOf(object) : undefined;
  if (!binding || binding.kind === "param" || !declaredIn(binding, ctx.fn)) return false;
  const isResult =
    binding.init !== undefined && binding.writes.length === 0 && containsLaunch(binding.init, ctx.launches);
  return !isResult && changeOf(node, ctx) !== undefined;
}

/** Whether `node` reads a single member of something that may be there in part. */
export function isStructuredMember(node: Node, ctx: MethodContext): boolean {
  if (node.type !== "MemberExpression" || node.optional) return false;
  const { type } = kindOf(node.object, ctx);
  if (type !== "object" && type !== "array" && type !== "unknown") return false;
  const name = keyName(node.property, node.computed);
  const index = node.computed && name === undefined ? (node.property as Expression) : undefined;
  if (name?.startsWith("#") || (index && !isKey(index, ctx))) return false;
  // Other members of an array are its methods.
  if (type === "array" && !node.computed && name !== "length") return false;
  return isPartial(node.object, ctx) && !isStateOf(node as Member, ctx);
}

type Chain = Extract<Node, { type: "ChainExpression" }>;
type Member = Extract<Expression, { type: "MemberExpression" }>;

/**
 * What an optional chain starts from, the members that it takes of it one after another, up to a call, and what else
 * is evaluated behind those.
 */
export function chainOf(chain: Chain, ctx: MethodContext): { root: Expression; links: Member[]; behind: Node[] } {
  const path: Expression[] = [];
  let inner: Expression = chain.expression;
  for (;;) {
    if (inner.type !== "TSNonNullExpression") path.unshift(inner);
    // What a module call gives is where the rest starts from.
    if (ctx.launches.has(inner) && !isOptional(inner)) break;
    const below = belowOf(inner);
    if (!below) break;
    inner = below;
  }
  const [root, ...rest] = path as [Expression, ...Expression[]];
  const links: Member[] = [];
  for (const [i, link] of rest.entries()) {
    if (link.type !== "MemberExpression" || rest[i + 1]?.type === "CallExpression") break;
    if (link.property.type === "PrivateIdentifier") break;
    links.push(link);
  }
  const behind = rest.slice(links.length).flatMap((link): readonly Node[] => {
    if (ctx.launches.has(link)) return [link];
    if (link.type === "CallExpression") return link.arguments;
    return link.type === "MemberExpression" && link.computed ? [link.property] : [];
  });
  return { root, links, behind };
}

/** What the next member or call of a chain is taken from. */
function belowOf(node: Expression): Expression | undefined {
  if (node.type === "MemberExpression") return node.object;
  if (node.type === "CallExpression") return node.callee;
  return node.type === "TSNonNullExpression" ? node.expression : undefined;
}

/** Whether what a chain gives up to here hangs on a `?.` in it. */
export function isOptional(node: Expression): boolean {
  for (let inner: Expression | undefined = node; inner; inner = belowOf(inner))
    if ((inner.type === "MemberExpression" || inner.type === "CallExpression") && inner.optional) return true;
  return false;
}

function takesLinks(chain: Chain, ctx: MethodContext): boolean {
  const { root, links, behind } = chainOf(chain, ctx);
  const isKnown = ({ property, computed }: Member): boolean =>
    keyName(property, computed) !== undefined || immutable(property as Expression, ctx);
  // Calls behind the members are no text.
  return links.length > 0 && links.every(isKnown) && isPartial(root, ctx) && !behind.some((node) => waits(node, ctx));
}

function waits(node: Node, ctx: MethodContext): boolean {
  let found = containsLaunch(node, ctx.launches);
  walk(node, (inner) => {
    if (inner.type === "AwaitExpression") found = true;
    return !found && !isFunction(inner);
  });
  return found;
}

/** A literal of which it is to be found out what is in it, where something of that may come later. */
function isOpenLiteral(node: Node, ctx: MethodContext): boolean {
  const items =
    node.type === "ArrayExpression" ? node.elements : node.type === "ObjectExpression" ? node.properties : [];
  const isOpen = items.some((item) => {
    if (item?.type !== "SpreadElement") return item?.type === "Property" && item.computed;
    // What an iterator gives may change before it is asked.
    const { type } = kindOf(item.argument, ctx);
    return isPartial(item.argument, ctx) || type === (node.type === "ArrayExpression" ? "array" : "object");
  });
  return isOpen && isLate(node, ctx);
}

/** The function of an expression that `node` calls, where something that it is given may be there in part. */
function simpleOfPartial(node: CallExpression, ctx: MethodContext): ArrowFunctionExpression | undefined {
  const fn = simpleFunctionOf(node, ctx);
  return fn && node.arguments.some((given) => isPartial(given as Expression, ctx)) ? fn : undefined;
}

/** Whether an expression reads or moves parts of something. */
export function isPiece(node: Node, ctx: MethodContext): boolean {
  switch (node.type) {
    case "MemberExpression":
      return isStructuredMember(node, ctx);
    case "NewExpression":
      return entriesOfMap(node, ctx) !== undefined;
    case "CallExpression":
      return (
        isLenientCallback(node, ctx) ||
        moverOf(node, ctx) !== undefined ||
        methodOfMap(node, ctx) !== undefined ||
        simpleOfPartial(node, ctx) !== undefined ||
        (objectCall(node, ctx) !== undefined &&
          node.arguments.some((argument) => isPartial(argument as Expression, ctx)))
      );
    case "ChainExpression":
      return takesLinks(node, ctx);
    // Which arm is taken is known when it is known what the value is.
    case "ConditionalExpression":
      return isPartial(node.test, ctx) || isLate(node.consequent, ctx) || isLate(node.alternate, ctx);
    case "LogicalExpression":
      return isPartial(node.left, ctx) || isLate(node.right, ctx);
    case "ArrayExpression":
    case "ObjectExpression":
      return isOpenLiteral(node, ctx);
    default:
      return false;
  }
}

/** Whether something in `node`, outside of inner functions, is better taken apart. */
export function takesMembers(node: Node, ctx: MethodContext): boolean {
  const { taken } = known(ctx);
  const cached = taken.get(node);
  if (cached !== undefined) return cached;
  let found = false;
  const visit = (inner: Node): boolean => {
    if (found || isFunction(inner)) return false;
    if (isPiece(inner, ctx)) found = true;
    if (inner.type === "CallExpression" && inner.callee.type === "MemberExpression") {
      // The receiver of a method call is needed whole, but it may be a member itself.
      walk(inner.callee.object, visit);
      for (const argument of inner.arguments) walk(argument, visit);
      return false;
    }
    // What a chain starts from is evaluated in any case.
    if (inner.type === "ChainExpression") walk(chainOf(inner, ctx).root, visit);
    if (inner.type === "AssignmentExpression" || inner.type === "UpdateExpression" || inner.type === "ChainExpression")
      return false;
    if (inner.type === "UnaryExpression" && inner.operator === "delete") return false;
    return !found;
  };
  walk(node, visit);
  taken.set(node, found);
  return found;
}
