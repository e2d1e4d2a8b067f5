/**
 * A template with a tag is a call: of the tag, with the texts between the values, and the values. It becomes one, so
 * that whatever looks at calls looks at it, too.
 *
 *   this.writer`About ${topic}`   →   this.writer(strings, topic)
 *
 * `String.raw` makes a text, and stays.
 */
import type { CallExpression, Expression, Node, TaggedTemplateExpression, TemplateElement } from "oxc-parser";
import { keyName, peel, forgetTree, walk } from "./walk.js";

/** The texts of a template, as an argument: it stands nowhere in the source. */
export interface Strings extends TemplateElement {
  quasi: TaggedTemplateExpression["quasi"];
}

export function tagsAsCalls(program: Node): void {
  let found = false;
  walk(program, (node) => {
    if (node.type !== "TaggedTemplateExpression" || isStringRaw(peel(node.tag))) return;
    found = true;
    const { tag, quasi, typeArguments } = node;
    const { start } = quasi;
    const strings = { type: "TemplateElement", start, end: start, quasi } as unknown as Expression;
    const call: Omit<CallExpression, "start" | "end" | "parent"> = {
      type: "CallExpression",
      callee: tag,
      typeArguments: typeArguments ?? null,
      arguments: [strings, ...quasi.expressions],
      optional: false,
    };
    Object.assign(node, call, { tag: undefined, quasi: undefined });
  });
  if (found) forgetTree(program);
}

function isStringRaw(tag: Expression): boolean {
  if (tag.type !== "MemberExpression" || tag.object.type !== "Identifier") return false;
  return tag.object.name === "String" && keyName(tag.property, tag.computed) === "raw";
}

export function isStrings(node: Node): node is Strings {
  return node.type === "TemplateElement" && "quasi" in node;
}
