/** Values that nobody but the expression holds: what is iterated over them cannot be changed by anything else. */
import type { Expression, Node } from "oxc-parser";
import { keyName, peel } from "../syntax/walk.js";
import { immutable } from "./effects.js";
import { kindOf } from "./kinds.js";
import type { MethodContext } from "./methodContext.js";
import { heldAlone } from "./owned.js";

const MAKERS = new Set("map filter slice concat flat flatMap split toSorted toReversed toSpliced with".split(" "));

/** `during`: what is done for each element of it. */
export function freshIterable(node: Expression, ctx: MethodContext, during?: Node): boolean {
  const inner = peel(node);
  if (immutable(inner, ctx)) return true;
  switch (inner.type) {
    case "ArrayExpression":
    case "ObjectExpression":
    case "TemplateLiteral":
      return true;
    case "Identifier":
    case "MemberExpression": {
      // That nothing changes, or of which the loop has a version of its own, as long as nobody else holds it.
      const place = heldAlone(inner, ctx.own ?? ctx.privates, ctx, during);
      return place !== undefined && place.kind !== "chained";
    }
    case "CallExpression": {
      const { callee } = inner;
      if (callee.type !== "MemberExpression") return false;
      const name = keyName(callee.property, callee.computed);
      if (name === undefined) return false;
      if (callee.object.type === "Identifier" && !ctx.file.bindings.bindingOf(callee.object)) {
        const full = `${callee.object.name}.${name}`;
        return ["Object.keys", "Object.values", "Object.entries", "Array.from", "Array.of"].includes(full);
      }
      const { type } = kindOf(callee.object, ctx);
      if (name === "entries" && type === "array") return freshIterable(callee.object, ctx, during);
      return MAKERS.has(name) && (type === "array" || type === "string");
    }
    default:
      return false;
  }
}
