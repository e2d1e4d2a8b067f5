/** Which entry of `signatures.ts` a call or a `new` is about, if it is a function of the standard library. */
import type { Expression } from "oxc-parser";
import { keyName, peel } from "../syntax/walk.js";
import { libraryTypeOf } from "./libraryTypes.js";
import type { FileAnalysis } from "./methodContext.js";
import {
  anySignature,
  constructorSignature,
  globalSignature,
  methodSignature,
  staticSignature,
  type Signature,
} from "./signatures.js";

type Called = Extract<Expression, { type: "CallExpression" | "NewExpression" }>;

export function signatureOf(node: Called, analysis: FileAnalysis): Signature | undefined {
  const callee = peel(node.callee);
  const isGlobal = (name: Expression): boolean => analysis.file.bindings.bindingOf(name) === undefined;
  if (callee.type === "Identifier") {
    if (!isGlobal(callee)) return undefined;
    return node.type === "NewExpression" ? constructorSignature(callee.name) : globalSignature(callee.name);
  }
  if (callee.type !== "MemberExpression") return undefined;
  const name = keyName(callee.property, callee.computed);
  const object = peel(callee.object);
  if (name === undefined) return undefined;
  if (object.type === "Identifier" && isGlobal(object)) {
    return node.type === "NewExpression" ? constructorSignature(name, object.name) : staticSignature(object.name, name);
  }
  // Where nothing of the library has such a method, it need not be asked what the object is.
  if (node.type === "NewExpression" || !anySignature(name)) return undefined;
  const type = libraryTypeOf(callee.object, analysis);
  // Which primitive it is does not matter: none of their methods does anything but give a value.
  return type && (methodSignature(type, name) ?? (type === "Primitive" ? methodSignature("String", name) : undefined));
}
