/**
 * Names whose value may be an object or array that is there in part: results of module calls, literals that
 * hold them, elements of such lists, parameters. Their members are taken one by one, as they come.
 */
import type { Expression, Node } from "oxc-parser";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { isFunction, keyName, peel, walk } from "../syntax/walk.js";
import { kindOfBinding } from "./kinds.js";
import { containsLaunch } from "./launches.js";
import type { MethodContext } from "./methodContext.js";

export function isStructured(binding: Binding, ctx: MethodContext): boolean {
  if (!declaredIn(binding, ctx.fn) || binding.writes.length > 0) return false;
  const kind = kindOfBinding(binding, ctx).type;
  if (kind !== "object" && kind !== "array" && kind !== "unknown") return false;
  if (binding.kind === "param") return true;
  if (binding.kind !== "const" && binding.kind !== "let") return false;
  if (!binding.init) return true; // destructured
  return mayBePartial(peel(binding.init), ctx);
}

function mayBePartial(init: Expression, ctx: MethodContext): boolean {
  if (containsLaunch(init, ctx.launches)) return true;
  if (init.type === "Identifier") {
    const binding = ctx.file.bindings.bindingOf(init);
    return binding !== undefined && isStructured(binding, ctx);
  }
  return init.type === "MemberExpression" || (init.type === "CallExpression" && isLenientMap(init, ctx));
}

/** `list.map(callback)` over a list that may be there in part, with a callback written in place: element by element. */
export function isLenientMap(node: Node, ctx: MethodContext): boolean {
  if (
    node.type !== "CallExpression" ||
    node.callee.type !== "MemberExpression" ||
    node.optional ||
    node.callee.optional
  )
    return false;
  if (keyName(node.callee.property, node.callee.computed) !== "map" || node.arguments.length !== 1) return false;
  const callback = node.arguments[0];
  if (!callback || callback.type === "SpreadElement") return false;
  const fn = peel(callback);
  if (!isFunction(fn) || fn.async || fn.generator) return false;
  const list = peel(node.callee.object);
  if (list.type === "Identifier") {
    const binding = ctx.file.bindings.bindingOf(list);
    return (
      binding !== undefined &&
      binding.kind !== "param" &&
      kindOfBinding(binding, ctx).type === "array" &&
      isStructured(binding, ctx)
    );
  }
  return list.type === "CallExpression" && containsLaunch(list, ctx.launches);
}

/** Whether `node` is `name.key` with a structured name. */
export function isStructuredMember(node: Node, ctx: MethodContext): boolean {
  if (node.type !== "MemberExpression" || node.optional) return false;
  const indexed = node.computed && node.property.type === "Literal" && typeof node.property.value === "number";
  if (!indexed && (node.computed || node.property.type !== "Identifier")) return false;
  const object = peel(node.object);
  if (object.type === "MemberExpression") return isStructuredMember(object, ctx);
  if (object.type !== "Identifier") return false;
  const binding = ctx.file.bindings.bindingOf(object);
  if (binding === undefined || !isStructured(binding, ctx)) return false;
  return (kindOfBinding(binding, ctx).type === "array") === indexed;
}

/** Whether something in `node`, outside of inner functions, is better taken member by member. */
export function takesMembers(node: Node, ctx: MethodContext): boolean {
  let found = false;
  const visit = (inner: Node): boolean => {
    if (found || isFunction(inner)) return false;
    if (isLenientMap(inner, ctx)) found = true;
    if (inner.type === "CallExpression" && inner.callee.type === "MemberExpression") {
      // The receiver of a method call is needed whole, but it may be a member itself.
      walk(inner.callee.object, visit);
      for (const argument of inner.arguments) walk(argument, visit);
      return false;
    }
    if (inner.type === "AssignmentExpression" || inner.type === "UpdateExpression" || inner.type === "ChainExpression")
      return false;
    if (inner.type === "UnaryExpression" && inner.operator === "delete") return false;
    if (isStructuredMember(inner, ctx)) found = true;
    return !found;
  };
  walk(node, visit);
  return found;
}
