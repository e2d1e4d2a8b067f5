/** Expressions that make an object nobody else holds: changing it is nobody's business. What is in it may be shared. */
import type { Expression } from "oxc-parser";
import type { Binding } from "../syntax/bindings.js";
import { peel } from "../syntax/walk.js";
import { declaredOf } from "./declarations.js";
import { signatureOf } from "./librarySignature.js";
import type { FileAnalysis } from "./methodContext.js";

export function isFreshValue(expression: Expression, analysis: FileAnalysis): boolean {
  const node = peel(expression);
  switch (node.type) {
    case "ArrayExpression":
    case "ObjectExpression":
      return true;
    case "Literal":
      return "regex" in node && node.regex !== null;
    case "ConditionalExpression":
      return isFreshValue(node.consequent, analysis) && isFreshValue(node.alternate, analysis);
    case "NewExpression":
      return signatureOf(node, analysis)?.returns === "fresh";
    case "CallExpression": {
      if (declaredOf(node.callee, analysis) === "pure") return true;
      const returns = signatureOf(node, analysis)?.returns;
      if (returns === "fresh") return true;
      const callee = peel(node.callee);
      if (returns === "receiver") return callee.type === "MemberExpression" && isFreshValue(callee.object, analysis);
      const argument = typeof returns === "number" ? node.arguments[returns] : undefined;
      return argument !== undefined && argument.type !== "SpreadElement" && isFreshValue(argument, analysis);
    }
    default:
      return false;
  }
}

/** A variable of a function that holds one such object for as long as it is there. */
export function holdsFreshValue(binding: Binding, analysis: FileAnalysis): boolean {
  return (
    binding.owner !== undefined &&
    binding.kind !== "param" &&
    binding.writes.length === 0 &&
    binding.init !== undefined &&
    isFreshValue(binding.init, analysis)
  );
}
