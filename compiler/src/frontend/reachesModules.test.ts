import { expect, test } from "vitest";
import { tempProject } from "../../test/tempProject.js";
import { loadProject } from "./loadProject.js";
import { reachesModules } from "./reachesModules.js";

function reaching(files: Record<string, string>): string[] {
  const { ts, program, root } = loadProject(tempProject(files)).project!;
  return Object.keys(files).filter((name) => {
    const file = program.getSourceFile(`${root}/${name}`);
    return file !== undefined && reachesModules(ts, program, file);
  });
}

const LEAF = `import { LLMInference } from "plait";\nexport const leaf = new LLMInference({ alias: "fast" });\n`;

test("what imports plait, also through other files", () => {
  expect(
    reaching({
      "leaf.ts": LEAF,
      "again.ts": `export * from "./leaf.js";\n`,
      "type.ts": `export type Held = { leaf: typeof import("./again.js").leaf };\n`,
      "ask.ts": `import type { Held } from "./type.js";\nexport const ask = (held: Held) => held.leaf("?");\n`,
      "note.ts": `export interface Note { text: string }\n`,
      "helper.ts": `import type { Note } from "./note.js";\nexport const textOf = (note: Note) => note.text;\n`,
      "main.ts": `import { ask } from "./ask.js";\nimport { textOf } from "./helper.js";\nexport { ask, textOf };\n`,
    }),
  ).toEqual(["leaf.ts", "again.ts", "type.ts", "ask.ts", "main.ts"]);
});

test("everything, where a module is in the global scope", () => {
  const use = `export const use = () => held("?");\n`;
  expect(
    reaching({
      "global.ts": `${LEAF}declare global { var held: typeof leaf; }\n`,
      "use.ts": use,
    }),
  ).toEqual(["global.ts", "use.ts"]);
  expect(reaching({ "global.ts": LEAF, "use.ts": use })).toEqual(["global.ts"]);
});

test("a declaration is checked wherever it stands, and an import that leads nowhere may lead to anything", () => {
  expect(
    reaching({
      "declared.ts": `/** @plait pure */\nexport const f = () => 1;\n`,
      "missing.ts": `import { f } from "./nothing.js";\nexport const g = () => f();\n`,
      "plain.ts": `export const h = () => 1;\n`,
    }),
  ).toEqual(["declared.ts", "missing.ts"]);
});
