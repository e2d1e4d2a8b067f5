/** `plait.config.json`: what it declares, what is wrong with it and where, and that a project and a file alone use it. */
import { expect, test } from "vitest";
import { writeFileSync, utimesSync } from "node:fs";
import { tempProject } from "../test/tempProject.js";
import { compile } from "./project.js";
import { findEffects, parseEffects, readEffects } from "./readEffects.js";

test("packages with one word for all, and with one for each function", () => {
  const text = `{
  // comments are allowed, and a comma too many
  "effects": { "slugify": "pure", "lodash": { "chunk": "pure", "default": "reads" }, },
}`;
  const { effects, diagnostics } = parseEffects("/app/plait.config.json", text);
  expect(diagnostics).toEqual([]);
  expect(JSON.parse(JSON.stringify(effects))).toEqual({ slugify: "pure", lodash: { chunk: "pure", default: "reads" } });
});

test("nothing to declare", () => {
  expect(parseEffects("/a.json", "{}").diagnostics).toEqual([]);
  expect(parseEffects("/a.json", `{ "$schema": "./s.json" }`).diagnostics).toEqual([]);
});

test.each([
  [`{ "efects": {} }`, "1:3", "unknown key `efects`. Did you mean `effects`?"],
  [`{ "other": {} }`, "1:3", "unknown key `other`. Known: effects."],
  [`{\n  "effects": []\n}`, "2:14", "`effects` is not an object."],
  [
    `{ "effects": { "a": "pur" } }`,
    "1:21",
    `\`effects["a"]\` is not "pure", "reads" or "effect". Did you mean "pure"?`,
  ],
  [`{ "effects": { "a": { "f": true } } }`, "1:28", `\`effects["a"].f\` is not "pure", "reads" or "effect".`],
  [`{ "effects": { "a": ["pure"] } }`, "1:21", `\`effects["a"]\` is not`],
  [`{ "effects": { "./a": "pure" } }`, "1:23", "is declared in its own text"],
  [`{ "effects": { "a": "pure", "a": "reads" } }`, "1:29", "names `a` twice"],
  [`{ "effects": { ...x } }`, "1:16", "an entry without a name"],
  [`[]`, "1:1", "the file is not an object."],
  [``, "1:1", "it is not JSON"],
  [`{ "effects": `, "1:14", "it is not JSON"],
])("%s", (text, place, problem) => {
  const { effects, diagnostics } = parseEffects("/app/plait.config.json", text);
  expect(effects).toBeUndefined();
  expect(diagnostics).toHaveLength(1);
  const [d] = diagnostics;
  expect([`${d?.line}:${d?.column}`, d?.code, d?.severity]).toEqual([place, "PLT1050", "error"]);
  expect(d?.message).toContain(problem);
});

const REPORT = `import { LLMInference, Module } from "plait";
import { shout } from "shouting";
export class Report extends Module {
  a = new LLMInference({ alias: "fast" });
  forward(doc: string): string {
    const facts = this.a(doc);
    return this.a(shout(doc)) + facts;
  }
}
`;
const FILES = {
  "src/report.ts": REPORT,
  "node_modules/shouting/package.json": `{ "name": "shouting", "types": "index.d.ts", "type": "module" }`,
  "node_modules/shouting/index.d.ts": "export declare function shout(text: string): string;",
};
const CONFIG = `{ "effects": { "shouting": { "shout": "pure" } } }`;

function remarks(folder: string): string[] {
  return compile({ project: folder, noEmit: true }).diagnostics.map(
    (d) => `${d.code} ${d.file.slice(folder.length + 1)}`,
  );
}

test("a project reads the file beside its tsconfig", () => {
  expect(remarks(tempProject(FILES))).toEqual(["PLT2001 src/report.ts"]);
  expect(remarks(tempProject({ ...FILES, "plait.config.json": CONFIG }))).toEqual([]);
  expect(remarks(tempProject({ ...FILES, "plait.config.json": `{ "effects": 1 }` }))).toEqual([
    "PLT1050 plait.config.json",
    "PLT2001 src/report.ts",
  ]);
});

test("a file alone takes the nearest one, up to its project; a change of it is seen", () => {
  const folder = tempProject({ "plait.config.json": CONFIG, "packages/a/tsconfig.json": "{}", "src/deep/x.ts": "" });
  const config = `${folder}/plait.config.json`;
  expect(findEffects(`${folder}/src/deep/x.ts`).effects).toMatchObject({ shouting: { shout: "pure" } });
  expect(findEffects(`${folder}/packages/a/x.ts`)).toEqual({
    fileName: undefined,
    effects: undefined,
    diagnostics: [],
  });
  expect(readEffects(`${folder}/src`).fileName).toBeUndefined();
  writeFileSync(config, `{ "effects": { "shouting": "reads" } }`);
  utimesSync(config, 1, 1);
  expect(readEffects(folder).effects).toMatchObject({ shouting: "reads" });
});
