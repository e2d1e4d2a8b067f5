/**
 * Values that nothing outside of the method can change: what reads them need not wait for writes to other objects.
 * `stable` looks at the value itself, `untouchable` at everything in it, too.
 */
import type { Expression, Node } from "oxc-parser";
import { keyName, peel } from "../syntax/walk.js";
import { immutable } from "./effects.js";
import { isFreshValue } from "./freshValue.js";
import { classAround, kindOf } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";
import { changeOf } from "./moduleState.js";
import { heldAlone } from "./owned.js";

export function stable(node: Expression, analysis: FileAnalysis): boolean {
  const inner = peel(node);
  return (
    immutable(node, analysis) ||
    kindOf(node, analysis).type === "module" ||
    isFreshValue(inner, analysis) ||
    isOwn(inner, analysis) ||
    holdsModules(inner, analysis)
  );
}

export function untouchable(node: Expression, analysis: FileAnalysis): boolean {
  const inner = peel(node);
  if (immutable(node, analysis)) return true;
  switch (inner.type) {
    case "ArrayExpression":
      return inner.elements.every(
        (e) => e === null || (e.type !== "SpreadElement" && untouchable(e as Expression, analysis)),
      );
    case "ObjectExpression":
      return inner.properties.every(
        (p) => p.type === "Property" && p.kind === "init" && !p.method && untouchable(p.value as Expression, analysis),
      );
    default: {
      const kind = kindOf(node, analysis);
      const flat = kind.type === "array" && (kind.of.type === "string" || kind.of.type === "primitive");
      return flat && (isOwn(inner, analysis) || isFreshValue(inner, analysis));
    }
  }
}

/** A local array or object that nobody else holds yet. */
function isOwn(node: Expression, analysis: FileAnalysis): boolean {
  return analysis.own !== undefined && heldAlone(node, analysis.own, analysis) !== undefined;
}

/** A field that holds modules and that no method changes: what a module is made of stays the same while it runs. */
function holdsModules(node: Node, analysis: FileAnalysis): boolean {
  if (node.type !== "MemberExpression" || node.object.type !== "ThisExpression") return false;
  const name = keyName(node.property, node.computed);
  if (name === undefined || !classAround(analysis, node)?.fields.has(name) || changeOf(node, analysis)) return false;
  const kind = kindOf(node, analysis);
  return (kind.type === "array" || kind.type === "object") && kind.of?.type === "module";
}
