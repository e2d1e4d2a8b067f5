/** Module calls where no `await` can stand are errors, each with its code; the file is left as it was. */
import { expect, test } from "vitest";
import { compileFile } from "plaitc-compiler";

const compile = (members: string): { codes: string[]; changed: boolean } => {
  const text = `import { LLMInference, Module } from "plait";
export class Main extends Module {
  a = new LLMInference({ alias: "a" });
  list = ["x"];
  ${members}
}
`;
  const { changed, diagnostics } = compileFile({ fileName: "a.ts", text });
  return { codes: diagnostics.filter((d) => d.severity === "error").map((d) => d.code), changed };
};

test.each([
  ["PLT1000", "forward(d: string) { const m = this.a; label: function f() { return m(d); } return f(); }"],
  ["PLT1000", "forward(d: string) { const x = this.a(d); try { x = this.a(x); } catch {} return x; }"],
  ["PLT1001", "forward(d: string) { return [...this.list].sort((p, q) => this.a(p).length - this.a(q).length); }"],
  ["PLT1001", "forward(d: string) { return this.list.toSorted((p, q) => this.a(p).length - 1); }"],
  ["PLT1002", "get title() { return this.a('t'); } forward(d: string) { return this.title; }"],
  ["PLT1002", "set title(v: string) { this.a(v); } forward(d: string) { this.title = d; }"],
  ["PLT1002", "forward(d: string) { return { get x() { return 1; }, y: { get z() { return this.a('k'); } } }; }"],
  ["PLT1003", "constructor() { super(); this.a('x'); } forward(d: string) { return d; }"],
  ["PLT1003", "outline = this.a('x'); forward(d: string) { return d; }"],
  ["PLT1003", "forward(d: string) { return new (class { x = this.a(d); })(); }"],
  ["PLT1004", "*parts() { yield this.a('x'); } forward(d: string) { return [...this.parts()]; }"],
  ["PLT1003", "forward(d: string) { const m = this.a; class C { constructor() { m(d); } } return new C(); }"],
  ["PLT1002", "forward(d: string) { const m = this.a; class C { get x() { return m(d); } } return new C().x; }"],
  ["PLT1004", "forward(d: string) { const m = this.a; class C { *x() { yield m(d); } } return [...new C().x()]; }"],
  ["PLT1006", "forward(d: string) { const m = this.a; class C { x() { return m(d); } } return new C().x(); }"],
  ["PLT1006", "forward(d: string) { const m = this.a; return new (class { x() { return m.forward(d); } })().x(); }"],
  ["PLT1005", "forward(d: string) { return d.replace(/x/g, (m) => this.a(m)); }"],
  ["PLT1005", "forward(d: string) { return run(() => this.a(d)); }"],
  ["PLT1005", "forward(d: string) { const ask = (q: string) => this.a(q); return run(ask); }"],
  ["PLT1005", "forward(d: string) { setTimeout(() => this.a(d), 1); return d; }"],
  ["PLT1005", "forward(d: string) { return new Promise((done) => done(this.a(d))); }"],
  ["PLT1005", "forward(d: string) { return JSON.parse(d, (key, value) => this.a(value)); }"],
  ["PLT1005", "forward(d: string) { const ask = (q: string) => this.a(q); return d.replace(/x/g, ask); }"],
  ["PLT1005", "forward(d: string) { return Object.groupBy(this.list, (x) => this.a(x)); }"],
  [
    "PLT1005",
    "ask = (q: string) => this.a(q); constructor() { super(); this.ask = String; } forward(d: string) { return this.ask(d); }",
  ],
  ["PLT1010", "forward(d: string) { this.a = new LLMInference({ alias: 'b' }); return this.a(d); }"],
  ["PLT1012", "forward(d: string) { return this.a(arguments[0]); }"],
  ["PLT1012", "forward(d: string) { return this.a(eval('d')); }"],
  ["PLT1013", "forward(d: string) { return this.a(d).then((x) => x); }"],
])("%s: %s", (code, members) => {
  const { codes, changed } = compile(members);
  expect(codes).toContain(code);
  expect(changed).toBe(false);
});

test.each([
  "forward(d: string) { return this.list.map(this.a); }",
  "forward(d: string) { return Array.from(this.list, this.a); }",
  "all(f: (q: string) => string) { return ['x'].map(f); } forward(d: string) { return this.all((q) => this.a(q)); }",
  "ask = (q: string) => this.a(q); forward(d: string) { return this.ask(d); }",
  "forward(d: string) { const ask = (q: string) => this.a(q); return ask.call(undefined, d) + ask.bind(undefined, d)(); }",
])("compiled: %s", (members) => {
  const { codes, changed } = compile(members);
  expect(codes).toEqual([]);
  expect(changed).toBe(true);
});

test("a leaf around a timer stays as it is written", () => {
  const { codes, changed } = compile(
    "forward(d: string) { return new Promise((resolve) => setTimeout(() => resolve(d), 1)); }",
  );
  expect(codes).toEqual([]);
  expect(changed).toBe(false);
});

const BASE = (polish: string): string => `import { LLMInference, Module } from "plait";
export abstract class Base extends Module {
  model = new LLMInference({ alias: "model" });
  ${polish}
  forward(doc: string): string { return this.polish(this.model(doc)); }
}
`;
const OVERRIDE = `import { LLMInference } from "plait";
import { Base } from "./base.js";
export class Careful extends Base {
  editor = new LLMInference({ alias: "editor" });
  override polish(text: string): string { return this.editor(text); }
}
`;

test.each([
  ["polish(text: string): string { return text.trim(); }", ["PLT1007"]],
  ["polish(text: string): string { return this.model(text); }", []],
  ["abstract polish(text: string): string;", []],
])("an override that makes calls, of a method in another file: %s", (polish, codes) => {
  const readImport = (specifier: string): { fileName: string; text: string } | undefined =>
    specifier === "./base.js" ? { fileName: "base.ts", text: BASE(polish) } : undefined;
  const { diagnostics } = compileFile({ fileName: "main.ts", text: OVERRIDE, readImport });
  expect(diagnostics.filter((d) => d.severity === "error").map((d) => d.code)).toEqual(codes);
});

test.each([
  ["forward(doc: string): string { return super.forward(doc); }", ["PLT1008"]],
  ["editor = new LLMInference({ alias: 'e' }); forward(doc: string): string { return this.editor(doc); }", ["PLT1008"]],
  ["polish(text: string) { return text; } forward(doc: string): string { return this.polish(doc); }", []],
])("a base that a function makes: %s", (members, codes) => {
  const text = `import { LLMInference, Module } from "plait";
import { withLog } from "somewhere";
${BASE("polish(text: string): string { return text; }").replace(/^import.*\n/, "")}
export class Logged extends withLog(Base) { ${members} }
`;
  const { diagnostics } = compileFile({ fileName: "main.ts", text });
  expect(diagnostics.filter((d) => d.severity === "error").map((d) => d.code)).toEqual(codes);
});
