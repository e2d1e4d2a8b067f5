/**
 * The texts of a template whose tag is called like any other function (syntax/tagsAsCalls.ts): a list that is frozen,
 * has `raw`, and is the same each time, which only a template itself gives.
 *
 *   this.writer`About ${topic}`   →   $.call(0, this.writer, [((strings) => strings)`About ${0}`, topic])
 */
import type { Code, Part } from "../ir.js";
import type { Strings } from "../syntax/tagsAsCalls.js";

export function stringsCode({ quasi }: Strings): Code {
  const parts: Part[] = ["((strings) => strings)"];
  let from = quasi.start;
  for (const { start, end } of quasi.expressions) {
    parts.push({ start: from, end: start }, "0");
    from = end;
  }
  return [...parts, { start: from, end: quasi.end }];
}
