/**
 * Module calls in classes that are no modules, where they cannot be waited for. Methods of such a class are compiled
 * where the class stands at the top of its file; everything else in it runs as JavaScript runs it.
 *
 *   class Asker { constructor(readonly m: LLMInference) { m("hello") } }     PLT1003
 *   forward(q) { class Asker { ask() { return self.model(q) } } … }          PLT1006
 */
import type { CallExpression, Class, Node } from "oxc-parser";
import { isPlainClass, type ClassInfo } from "../analyze/classes.js";
import { kindOf } from "../analyze/kinds.js";
import { withoutForward } from "../analyze/launches.js";
import type { FileAnalysis } from "../analyze/methodContext.js";
import { PLT1002, PLT1003, PLT1004, PLT1006 } from "../messages.generated.js";
import { report } from "../syntax/file.js";
import { childrenOf, keyName, nodesOf, peel } from "../syntax/walk.js";

export function refuseInClasses(analysis: FileAnalysis): void {
  const { file, classes } = analysis;
  const infos = new Map<Class, ClassInfo>([...classes.values()].map((info) => [info.node, info]));
  for (const node of nodesOf(file.program, "ClassDeclaration", "ClassExpression")) {
    const info = infos.get(node);
    if (node.declare || info?.isModule) continue;
    for (const element of node.body.body) {
      const compiled =
        info !== undefined && isPlainClass(info) && element.type === "MethodDefinition" && element.kind === "method";
      for (const call of moduleCallsIn(element, analysis)) {
        const name = node.id?.name ?? "a class";
        if (element.type !== "MethodDefinition" || element.kind === "constructor")
          report(file, call, PLT1003({ className: name }));
        else if (element.kind !== "method")
          report(
            file,
            call,
            PLT1002({ kind: `${element.kind}ter`, name: keyName(element.key, element.computed) ?? "" }),
          );
        else if (element.value.generator)
          report(file, call, PLT1004({ name: keyName(element.key, element.computed) ?? "a generator" }));
        else if (!compiled) report(file, call, PLT1006({ className: name }));
      }
    }
  }
}

/** Calls of what surely is a module, outside of classes inside. */
function moduleCallsIn(node: Node, analysis: FileAnalysis): CallExpression[] {
  const found: CallExpression[] = [];
  const visit = (inner: Node): void => {
    if (inner.type === "ClassDeclaration" || inner.type === "ClassExpression") return;
    if (inner.type === "CallExpression" && inner.callee.type !== "Super") {
      const callee = withoutForward(peel(inner.callee));
      if (kindOf(callee, analysis).type === "module") found.push(inner);
    }
    for (const child of childrenOf(inner)) visit(child);
  };
  for (const child of childrenOf(node)) visit(child);
  return found;
}
