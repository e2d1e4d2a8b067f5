/**
 * What the compiler has put into a file: one import, and a member at the end of each compiled class. Everything
 * else of the text is the user's, byte for byte. That is checked and not believed: where it does not hold there
 * is no answer.
 *
 *     import { compiled as $compiled } from "plait/internal";     ← the import
 *     export class Report extends Module {
 *       forward(doc: string) { … }
 *       static { $compiled(this, { forward($, doc) { … } }, …); }  ← the member
 *     }
 */
import type { CompiledFile } from "../types.js";
import type { ts, TypeScript } from "./typescript.js";

export interface Insertions {
  /** `import { compiled as $compiled } from "plait/internal";` */
  importText: string;
  members: { owner: ts.ClassDeclaration; text: string; /** Offset of `text` in the compiled code. */ start: number }[];
}

export function findInsertions(
  tsApi: TypeScript,
  file: ts.SourceFile,
  { code, plans }: Pick<CompiledFile, "code" | "plans">,
): Insertions | undefined {
  const owners = plans.map(({ module }) =>
    file.statements.filter(tsApi.isClassDeclaration).find((node) => node.name?.text === module),
  );
  if (!owners.every((owner) => owner !== undefined)) return undefined;
  owners.sort((a, b) => a.end - b.end);
  const { text } = file;
  // The user's text may begin in the same way: `import { LLMInference …`.
  const importAt = Math.max(0, code.lastIndexOf("import ", firstDifference(text, code)));
  const importText = /^import [^;\n]*;\s?/.exec(code.slice(importAt, importAt + 200))?.[0];
  if (importText === undefined) return undefined;

  const members: Insertions["members"] = [];
  let from = importAt;
  let at = importAt + importText.length;
  for (const [index, owner] of owners.entries()) {
    const brace = owner.end - 1;
    if (!code.startsWith(text.slice(from, brace), at)) return undefined;
    at += brace - from;
    // The last rest is known by its length; another one is looked for.
    const next = owners[index + 1];
    const end = next ? code.indexOf(text.slice(brace, next.end - 1), at) : code.length - (text.length - brace);
    if (end < at) return undefined;
    members.push({ owner, text: code.slice(at, end), start: at });
    at = end;
    from = brace;
  }
  return code.slice(at) === text.slice(from) ? { importText: importText.trimEnd(), members } : undefined;
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}
