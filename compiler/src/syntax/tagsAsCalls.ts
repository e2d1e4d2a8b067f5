/**
 * A template with a tag is a call: of the tag, with the texts between the values, and the values. It becomes one, so
 * that whatever looks at calls looks at it, too.
 *
 *   this.writer`About ${topic}`   →   this.writer(strings, topic)
 *
 * `String.raw` makes a text, and stays.
 */
import type { CallExpression, Expression, Node, TaggedTemplateExpression, TemplateElement } from "oxc-parser";
import type { Code, Part } from "../ir.js";
import { keyName, peel, retell, walk } from "./walk.js";

/** The texts of a template, as an argument: it stands nowhere in the source. */
interface Strings extends TemplateElement {
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
  if (found) retell(program);
}

function isStringRaw(tag: Expression): boolean {
  if (tag.type !== "MemberExpression" || tag.object.type !== "Identifier") return false;
  return tag.object.name === "String" && keyName(tag.property, tag.computed) === "raw";
}

export function isStrings(node: Node): node is Strings {
  return node.type === "TemplateElement" && "quasi" in node;
}

/** The texts alone, which are the same list each time: the template without its values. */
export function stringsCode({ quasi }: Strings): Code {
  const parts: Part[] = ["((strings) => strings)"];
  let from = quasi.start;
  for (const { start, end } of quasi.expressions) {
    parts.push({ start: from, end: start }, "0");
    from = end;
  }
  return [...parts, { start: from, end: quasi.end }];
}
