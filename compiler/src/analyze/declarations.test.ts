/** Declarations: which are found, which are refused with a warning, and what they say of modules. */
import { expect, test } from "vitest";
import { analyse, resultOf } from "../../test/analyse.js";
import { checkDeclarations } from "../check/checkDeclarations.js";
import type { ReadImport } from "../types.js";
import { declaredOf, moduleDeclarations } from "./declarations.js";
import { effectsOf } from "./effects.js";
import { launchWrites } from "./launchWrites.js";

/** What a callee is declared to do in a text with it. */
function declared(callee: string, text: string, readImport?: ReadImport): string | undefined {
  const analysis = analyse(`${text}\nresult(${callee}("x"));`, { readImport });
  const call = resultOf(analysis);
  return call.type === "CallExpression" ? declaredOf(call.callee, analysis) : undefined;
}

test.each([
  ["/** @plait pure */ function f() {}", "f", "pure"],
  ["/** @plait reads */ export function f() {}", "f", "reads"],
  ["/** @plait effect */ export const f = () => 1;", "f", "effect"],
  ["/** Trims.\n * @plait pure: whatever it says afterwards\n * @returns text */ async function f() {}", "f", "pure"],
  ["/** @plait pure */\n// a line comment\n/* another */\nexport const f = memo(g);", "f", "pure"],
  ["/** @plait pure */ declare function f(): void;", "f", "pure"],
  ["/** @plait pure */ function f(a: string): void; function f(a: unknown) {}", "f", "pure"],
  ["const o = { /** @plait pure */ f() {}, g() {} };", "o.f", "pure"],
  ["const o = { /** @plait pure */ f() {}, g() {} };", "o.g", undefined],
  ["class C { /** @plait reads */ static f() {} f() {} }", "C.f", "reads"],
  ["function g() { /** @plait pure */ const f = () => 1; result(f()); }", "g", undefined],
  ["/* @plait pure */ function f() {}", "f", undefined],
  ["// /** @plait pure */\nfunction f() {}", "f", undefined],
  ["const s = '/** @plait pure */'; function f() {}", "f", undefined],
  ["/** @plait pure */ function g() {} function f() {}", "f", undefined],
])("%s: %s is %s", (text, callee, wanted) => {
  expect(declared(callee, text)).toBe(wanted);
});

const NEIGHBOURS: Record<string, string> = {
  "./a.js": `/** @plait pure */ export function f() {}\nfunction hidden() {}\nexport { hidden };\n/** @plait reads */ export default function () {}`,
  "./b.js": `export { f as renamed } from "./a.js";\nexport * from "./c.js";\nimport { f } from "./a.js";\nexport { f };`,
  "./c.js": `/** @plait effect */\nexport const deep = () => 1;\nexport * from "./b.js";`,
  "./broken.js": `/** @plait pure */ export function f( {`,
};
const readImport: ReadImport = (specifier) => {
  const text = NEIGHBOURS[specifier];
  return text === undefined ? undefined : { fileName: `/app/${specifier.slice(2)}`, text };
};

test.each([
  [`import { f } from "./a.js"`, "f", "pure"],
  [`import { f as g } from "./a.js"`, "g", "pure"],
  [`import d from "./a.js"`, "d", "reads"],
  [`import * as a from "./a.js"`, "a.f", "pure"],
  [`import { hidden } from "./a.js"`, "hidden", undefined],
  [`import { renamed } from "./b.js"`, "renamed", "pure"],
  [`import { f } from "./b.js"`, "f", "pure"],
  [`import { deep } from "./b.js"`, "deep", "effect"],
  [`import { nothing } from "./b.js"`, "nothing", undefined],
  [`import { f } from "./broken.js"`, "f", undefined],
  [`import { f } from "./missing.js"`, "f", undefined],
  [`import { f } from "package"`, "f", undefined],
])("imported: %s", (text, callee, wanted) => {
  expect(declared(callee, text, readImport)).toBe(wanted);
});

test("a checker answers for imports, and for members that the text does not tell", () => {
  const asked: string[] = [];
  const text = `import { f } from "./a.js"; const x = make(); result([f("x"), x.g("y")]);`;
  const host = {
    kindOf: () => ({ type: "unknown" }) as const,
    isModuleClass: () => undefined,
    declarationOf: (start: number, end: number) => (asked.push(text.slice(start, end)), "pure" as const),
  };
  const analysis = analyse(text, { host });
  expect(effectsOf(resultOf(analysis), analysis)).toMatchObject({ effect: false });
  expect(asked).toEqual(expect.arrayContaining(["f", "x.g"]));
});

const MODULES = `
import { Module } from "plait";
declare function write(o: object): void;
class Base extends Module { static effects = "pure" as const; static deterministic = true; forward(o: { n: number }) { o.n++; return o; } }
class Derived extends Base { static override deterministic = false; }
class Shell extends Module { static readonly effects = "ordered"; static idempotent = false; forward(c: string) { return c; } }
class Reader extends Module { static effects = "reads"; forward(o: { n: number }) { o.n++; return o; } }
class Wrong extends Module { static effects = "none"; static deterministic = "yes"; forward(o: { n: number }) { o.n++; return o; } }
class Writer extends Module {
  a = new Shell();
  /** @plait pure */
  declared(o: { n: number }) { o.n++; return this.a("x"); }
  plain(o: { n: number }) { o.n++; return this.a("x"); }
  forward(o: { n: number }) { return this.plain(o) + this.declared(o); }
}
class Main extends Module {
  base = new Base(); derived = new Derived(); shell = new Shell(); reader = new Reader(); wrong = new Wrong();
  declared(o: { n: number }) { o.n++; return this.shell("x"); }
  forward(o: { n: number }) { result(BODY); }
}`;

test.each([
  ["this.base(o)", { effects: "pure", deterministic: true }, false],
  ["this.derived(o)", { effects: "pure", deterministic: false }, false],
  ["this.shell(o)", { effects: "ordered", idempotent: false }, false],
  ["this.reader(o)", { effects: "reads" }, false],
  ["this.wrong(o)", {}, true],
  ["this.declared(o)", {}, true],
])("statics of the module of %s", (body, wanted, writes) => {
  const analysis = analyse(MODULES.replace("BODY", body));
  const launch = analysis.launches.get(resultOf(analysis));
  expect(launch && moduleDeclarations(launch, analysis)).toEqual(wanted);
  expect(launch && launchWrites(launch, analysis)).toBe(writes);
});

test("a method that is declared pure is believed to leave its arguments as they are", () => {
  const analysis = analyse(MODULES);
  const calls = [...analysis.launches.values()].filter((launch) => launch.kind === "method");
  const writes = Object.fromEntries(calls.map((launch) => [launch.name, launchWrites(launch, analysis)]));
  expect(writes).toMatchObject({ plain: true, declared: false });
});

function warnings(text: string): string[] {
  const analysis = analyse(text);
  checkDeclarations(analysis);
  return analysis.file.diagnostics.map((d) => `${d.line}:${d.column} ${d.severity} ${d.code} ${d.message}`);
}

test.each([
  ["/** @plait */ function f() {}", "1:5", "PLT3001", "it says nothing where"],
  ["/** @plait pur */ function f() {}", "1:5", "PLT3001", "it says `pur` where"],
  ["/**\n * @plait pure\n * @plait reads\n */ function f() {}", "2:4", "PLT3001", "there are several"],
  ["/** @plait pure */ class C {}", "1:5", "PLT3001", "no function, method or constant"],
  ["/** @plait pure */", "1:5", "PLT3001", "no function, method or constant"],
  ["/** @plait pure */ const x = 1;", "1:5", "PLT3001", "is no function"],
  ["/** @plait pure */ const f = () => 1, g = () => 2;", "1:5", "PLT3001", "is no function"],
  ["class C { /** @plait pure */ get x() { return 1; } }", "1:15", "PLT3001", "is no function"],
  ["/** @plait pure */ function f() { console.log(1); }", "1:35", "PLT3002", "`f` is declared `pure`, but it prints"],
  ["let n = 0; /** @plait reads */ const f = () => { n++; };", "1:50", "PLT3002", "it assigns a variable outside"],
  ["/** @plait pure */ function f(o: { n: number }) { o.n = 1; }", "1:51", "PLT3002", "changes an object"],
])("%s", (text, place, code, message) => {
  const found = warnings(text);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(`${place} warning ${code} `);
  expect(found[0]).toContain(message);
});

test.each([
  "/** @plait pure */ function f(text: string) { const out: string[] = []; out.push(text); return out; }",
  "/** @plait pure */ function f(text: string) { return unknown(text); }",
  "/** @plait effect */ function f(text: string) { console.log(text); }",
  "const email = 'someone@plait pure';",
  "interface Tools { /** @plait pure */ f(): void; /** @plait reads */ g: () => void }",
  "abstract class C { /** @plait pure */ abstract f(): void; /** @plait pure */ g = () => 1; }",
])("nothing to warn of: %s", (text) => {
  expect(warnings(text)).toEqual([]);
});

test("statics of a module with a value that they cannot have", () => {
  const found = warnings(MODULES);
  expect(found).toEqual([
    expect.stringContaining(
      'PLT3001 this `static effects` declares nothing: its value is not `"pure"`, `"reads"` or `"ordered"`.',
    ),
    expect.stringContaining(
      "PLT3001 this `static deterministic` declares nothing: its value is not `true` or `false`.",
    ),
    expect.stringContaining("PLT3002 `declared` is declared `pure`, but it changes an object that others can see."),
  ]);
});
