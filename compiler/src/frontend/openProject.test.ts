import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ts } from "ts-morph";
import { expect, test } from "vitest";
import { tempProject } from "../../test/tempProject.js";
import { compileFile } from "../compileFile.js";
import { compileProgram } from "./compileProgram.js";
import { loadProject } from "./loadProject.js";
import { openProject } from "./openProject.js";

const REPORT = `import { LLMInference, Module } from "plait";
import { type Note, titleOf } from "./note.js";
export class Report extends Module {
  #model = new LLMInference({ alias: "fast" });
  #other = new LLMInference({ alias: "smart" });
  forward(note: Note): string {
    const first = this.#model(titleOf(note));
    const second = this.#other(note.text);
    return first + second;
  }
}
`;
const NOTE = `export interface Note { text: string }
export const titleOf = (note: Note) => note.text.slice(0, 9);
`;
const MAIN = `import { Report } from "./report.js";
export const run = new Report().bind({ endpoints: { fast: { provider: "x", model: "m" }, smart: { provider: "x", model: "m" } } });
`;
const FILES = { "src/report.ts": REPORT, "src/note.ts": NOTE, "src/main.ts": MAIN };

function open(options: Record<string, unknown> = {}, files: Record<string, string> = FILES) {
  const folder = tempProject(files, { rootDir: "src", outDir: "dist", declaration: true, sourceMap: true, ...options });
  const project = openProject(ts, folder, {}, compileFile);
  const disk = new Map<string, string>();
  const names = (emitted: readonly { fileName: string }[]): string[] =>
    emitted.map(({ fileName }) => path.relative(`${folder}/dist`, fileName)).sort();
  const update = (changes: Record<string, string | undefined>) => {
    for (const [name, text] of Object.entries(changes)) {
      if (text === undefined) rmSync(path.join(folder, name));
      else writeFileSync(path.join(folder, name), text);
    }
    const { emitted: early, check } = project.update(Object.keys(changes).map((name) => path.join(folder, name)));
    const { emitted: late, diagnostics } = check();
    for (const { fileName, text } of [...early, ...late]) disk.set(fileName, text);
    const found = diagnostics.filter((d) => d.severity !== "remark").map((d) => `${path.basename(d.file)} ${d.code}`);
    return { early: names(early), late: names(late), found };
  };
  /** What a build from nothing gives for the same files. */
  const fresh = () => {
    const { emitted, diagnostics } = compileProgram(loadProject(folder).project!, compileFile);
    return { emitted: new Map(emitted.map((f) => [f.fileName, f.text])), diagnostics };
  };
  return { folder, project, update, fresh, disk };
}

test("the first update gives the whole project, as a build does", () => {
  const { update, fresh, disk } = open();
  const { early, late, found } = update({});
  expect([early, found]).toEqual([[], []]);
  expect(late).toContain("report.plan.json");
  expect(disk).toEqual(fresh().emitted);
});

test("a changed body: its own output at once, and nothing of the others", () => {
  const { update, fresh, disk } = open();
  update({});
  const changed = REPORT.replace("first + second", "second + first");
  expect(update({ "src/report.ts": changed })).toEqual({
    early: ["report.js", "report.js.map", "report.plan.json"],
    late: [],
    found: [],
  });
  expect(disk.get([...disk.keys()].find((name) => name.endsWith("/report.js"))!)).toContain("second + first");
  expect(disk).toEqual(fresh().emitted);
  expect(update({ "src/report.ts": changed })).toEqual({ early: [], late: [], found: [] });
});

test("a changed body of a helper: what carries a compiled copy of it, or has looked at what it does, too", () => {
  const helper = `export const twice = (ask: (q: string) => string, q: string) => ask(q) + ask(q + "2");
export const log = (text: string) => text.length;
`;
  const report = REPORT.replace("titleOf(note)", "twice((q) => this.#other(q), titleOf(note))")
    .replace("first + second", "first + second + log(first)")
    .replace("import", `import { log, twice } from "./helper.js";\nimport`);
  const { update, fresh, disk } = open({}, { ...FILES, "src/report.ts": report, "src/helper.ts": helper });
  expect(update({}).found).toEqual([]);
  const code = (): string => disk.get([...disk.keys()].find((name) => name.endsWith("/report.js"))!) ?? "";
  expect(code()).toContain('"2"');
  const three = helper.replace('"2"', '"3"');
  expect(update({ "src/helper.ts": three })).toMatchObject({ early: ["helper.js", "helper.js.map"], found: [] });
  expect(code()).toContain('"3"');
  expect(disk).toEqual(fresh().emitted);
  const loud = three
    .replace("=> text.length", "=> (logged++, text.length)")
    .replace("export", "let logged = 0;\nexport");
  update({ "src/helper.ts": loud });
  expect(code()).toContain("$.effect(");
  expect(disk).toEqual(fresh().emitted);
  const counting = loud.replace("=> ask(q)", "=> (calls++, ask(q))").replace("export", "let calls = 0;\nexport");
  expect(update({ "src/helper.ts": counting }).found).toEqual(["report.ts PLT1005"]);
});

test("a changed type is checked in every file that depends on it, and again when it is changed back", () => {
  const { update, fresh, disk } = open();
  update({});
  const wrong = update({ "src/note.ts": NOTE.replace("{ text: string }", "{ text: string[] }") });
  expect(wrong.found).toEqual(["report.ts TS2345", "report.ts TS2345"]);
  expect(wrong.late).toContain("note.d.ts");
  expect(wrong.found).toEqual(
    fresh()
      .diagnostics.filter((d) => d.severity !== "remark")
      .map((d) => `${path.basename(d.file)} ${d.code}`),
  );
  expect(update({ "src/note.ts": NOTE }).found).toEqual([]);
  expect(disk).toEqual(fresh().emitted);
});

test("an error stays reported while other files change", () => {
  const { update } = open();
  update({ "src/note.ts": `${NOTE}export const wrong: number = "text";\n` });
  expect(update({ "src/main.ts": `${MAIN}// more\n` }).found).toEqual(["note.ts TS2322"]);
});

test("a binding is checked again when the body of a bound class changes", () => {
  const { update } = open();
  update({});
  const { found } = update({ "src/report.ts": REPORT.replace('"smart"', '"long"') });
  expect(found).toEqual(["main.ts PLT1030"]);
});

test("files that do not parse, and then do", () => {
  const { update, fresh, disk } = open();
  update({});
  expect(update({ "src/report.ts": REPORT.replace("second;", "second; }") }).found).toEqual(["report.ts TS1128"]);
  expect(update({ "src/report.ts": REPORT }).found).toEqual([]);
  expect(disk).toEqual(fresh().emitted);
});

test("new and removed files", () => {
  const { update, fresh, disk } = open();
  update({});
  const added = update({ "src/more.ts": `import { run } from "./main.js";\nexport const again = run;\n` });
  expect(added.late).toEqual(["more.d.ts", "more.js", "more.js.map"]);
  expect(disk).toEqual(fresh().emitted);
  expect(update({ "src/note.ts": undefined }).found).toContain("report.ts TS2307");
});

test("noEmitOnError: nothing while there are errors, everything that is due afterwards", () => {
  const { update, fresh, disk } = open({ noEmitOnError: true });
  update({});
  const note = NOTE.replace("9", '"9"');
  expect(update({ "src/note.ts": note, "src/main.ts": `${MAIN}// more\n` })).toEqual({
    early: [],
    late: [],
    found: ["note.ts TS2345"],
  });
  expect(update({ "src/note.ts": NOTE.replace("9", "8") }).late).toEqual([
    "main.js",
    "main.js.map",
    "note.js",
    "note.js.map",
  ]);
  expect(disk).toEqual(fresh().emitted);
});

test("noEmit writes nothing; without declarations there are none", () => {
  expect(open({ noEmit: true }).update({})).toMatchObject({ early: [], late: [] });
  const { update } = open({ declaration: false });
  expect(update({}).late.filter((name) => name.endsWith(".d.ts"))).toEqual([]);
  expect(update({ "src/note.ts": `${NOTE}export const x = 1;\n` })).toMatchObject({
    early: ["note.js", "note.js.map"],
    late: [],
  });
});

test("constant enumerations of other files are inlined after a change too", () => {
  const files = {
    "src/size.ts": "export const enum Size { Big = 7 }\n",
    "src/use.ts": `import { Size } from "./size.js";\nexport const size = Size.Big;\n`,
  };
  const { update, fresh, disk } = open({}, files);
  update({});
  update({ "src/use.ts": `${files["src/use.ts"]}export const two = Size.Big * 2;\n` });
  expect([...disk.values()].join()).toContain("7 /* Size.Big */ * 2");
  expect(disk).toEqual(fresh().emitted);
});

test("what concerns the project", () => {
  const { project, update, folder } = open();
  update({});
  expect(project.folders()).toEqual(expect.arrayContaining([folder, `${folder}/src`]));
  expect(project.folders()).not.toContain(`${folder}/dist`);
  mkdirSync(`${folder}/src/new`);
  // Where only texts have changed there are no new folders, and none are looked for.
  expect(project.folders([`${folder}/src/note.ts`])).not.toContain(`${folder}/src/new`);
  expect(project.folders([`${folder}/src/note.ts`, `${folder}/src/new`])).toContain(`${folder}/src/new`);
  expect(project.concerns([`${folder}/src/note.ts`])).toBe(true);
  expect(project.concerns([`${folder}/tsconfig.json`])).toBe(true);
  expect(project.concerns([`${folder}/dist/note.js`, `${folder}/src/notes.txt`])).toBe(false);
});
