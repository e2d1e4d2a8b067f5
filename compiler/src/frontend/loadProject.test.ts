import { mkdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { tempProject } from "../../test/tempProject.js";
import { loadProject } from "./loadProject.js";
import { programDiagnostics } from "./tsDiagnostics.js";

test("a folder stands for the tsconfig in it", () => {
  const folder = tempProject({ "src/a.ts": "export const a: number = 1;" });
  const { project, diagnostics } = loadProject(folder);
  expect(diagnostics).toEqual([]);
  expect(project?.configPath).toBe(`${folder}/tsconfig.json`);
  expect(project?.root).toBe(folder);
  expect(project?.program.getRootFileNames()).toEqual([`${folder}/src/a.ts`]);
});

test("the library files are found, and checked against", () => {
  const folder = tempProject({ "a.ts": "export const a = [1].map(String).at(0)!.padStart(2);" });
  const { project } = loadProject(`${folder}/tsconfig.json`);
  expect(programDiagnostics(project!.ts, project!.program)).toEqual([]);
  expect(project!.program.getSourceFiles().some((f) => f.fileName.endsWith("lib.es2022.d.ts"))).toBe(true);
});

test("a missing tsconfig is PLT1040, with the path that was tried", () => {
  const folder = tempProject({});
  mkdirSync(path.join(folder, "empty"));
  for (const name of ["empty", "nowhere"]) {
    const { project, diagnostics } = loadProject(path.join(folder, name));
    expect(project).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: "PLT1040", severity: "error" }]);
    expect(diagnostics[0]!.message).toContain(`${folder}/${name}/tsconfig.json`);
    expect(diagnostics[0]!.hint).toContain("plaitc init");
  }
  const { diagnostics } = loadProject(path.join(folder, "tsconfig.build.json"));
  expect(diagnostics[0]!.message).toContain(`${folder}/tsconfig.build.json`);
});

test("errors in a tsconfig come with their place", () => {
  const folder = tempProject({
    "a.ts": "",
    "tsconfig.json": `{\n  "compilerOptions": { "target": "es1999", "lib": ["es2022"] }\n}`,
  });
  const { project } = loadProject(folder);
  const [first] = programDiagnostics(project!.ts, project!.program);
  expect(first).toMatchObject({ code: 6046 });
  expect(first!.file!.fileName).toBe(`${folder}/tsconfig.json`);
});

test("a tsconfig that is not JSON still says where", () => {
  const folder = tempProject({
    "a.ts": "",
    "tsconfig.json": `{ "compilerOptions": { "lib": ["es2022"], "strict" true } }`,
  });
  const { project } = loadProject(folder);
  const found = programDiagnostics(project!.ts, project!.program);
  expect(found.map((d) => d.code)).toContain(1005);
});

test("a project without files says so and is not loaded", () => {
  const folder = tempProject({ "tsconfig.json": `{ "include": ["src"] }` });
  const { project, diagnostics } = loadProject(folder);
  expect(project).toBeUndefined();
  expect(diagnostics).toMatchObject([{ code: "TS18003", severity: "error" }]);
});

test("an extended tsconfig that is missing is reported", () => {
  const folder = tempProject({ "a.ts": "", "tsconfig.json": `{ "extends": "./base.json" }` });
  const { project } = loadProject(folder);
  const codes = project!.program.getConfigFileParsingDiagnostics().map((d) => d.code);
  expect(codes).toContain(5083);
});

test("given settings win over the tsconfig", () => {
  const folder = tempProject({ "a.ts": "" }, { outDir: "dist", noEmit: true });
  const { project } = loadProject(folder, { outDir: `${folder}/other`, noEmit: false });
  expect(project!.program.getCompilerOptions()).toMatchObject({
    outDir: `${folder}/other`,
    noEmit: false,
  });
});
