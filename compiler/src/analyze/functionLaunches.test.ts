/** Which functions are compiled, and which of their calls are module calls, across the files of a project. */
import path from "node:path";
import { expect, test } from "vitest";
import { compileFile } from "../compileFile.js";
import type { CompiledFile, Host, ReadImport } from "../types.js";

const PLAIT = `import { LLMInference, Module } from "plait";\n`;

function compileIn(files: Readonly<Record<string, string>>, name = "main.ts", host?: Host): CompiledFile {
  const readImport: ReadImport = (specifier, importer) => {
    const fileName = path.posix.join(path.posix.dirname(importer), specifier).replace(/\.js$/, ".ts");
    const text = files[fileName];
    return text === undefined ? undefined : { fileName, text };
  };
  const compiled = compileFile({ fileName: name, text: files[name] ?? "", readImport, ...(host && { host }) });
  expect(compiled.diagnostics.filter((d) => d.code === "PLT1020" || d.code === "PLT1000")).toEqual([]);
  return compiled;
}

/** `Main.forward` around a call, in a file of its own. */
const main = (imports: string, call: string): string => `${PLAIT}${imports}
export class Main extends Module {
  a = new LLMInference({ alias: "a" });
  forward(doc: string) {
    return ${call};
  }
}`;

/** How the calls of `forward` are planned, and whether they wait for the run to know what they are. */
function calls(file: CompiledFile): string[] {
  const plan = file.plans.find((p) => p.module === "Main");
  const nodes = plan?.methods["forward"]?.nodes ?? [];
  const open = file.diagnostics.some((d) => d.code === "PLT2009");
  return nodes.flatMap((n) => (n.site === undefined ? [] : [`${n.kind} ${n.callee}${open ? "?" : ""}`]));
}

const NOWHERE: Host = { kindOf: () => ({ type: "unknown" }), isModuleClass: () => undefined };

const HELPERS = `${PLAIT}import { deeper } from "./deeper.js";
export function ask(m: LLMInference, q: string) { return m(q); }
export const twice = async (m: LLMInference, q: string) => ask(m, await ask(m, q));
export function through(m: LLMInference, q: string) { return deeper(m, q); }
export function handed(fn: (q: string) => string, q: string) { return fn(q); }
export function register(m: LLMInference) { console.log(m); }
export default function (m: LLMInference, q: string) { return m(q); }
export { deeper as renamed } from "./deeper.js";
export class Kit { static use(m: LLMInference, q: string) { return m(q); } }`;
const DEEPER = `import { LLMInference } from "plait";\nimport { ask } from "./helpers.js";
export function deeper(m: LLMInference, q: string): string { return q === "" ? ask(m, q) : m(q); }`;
const FILES = { "helpers.ts": HELPERS, "deeper.ts": DEEPER, "barrel.ts": `export * from "./helpers.js";` };

test.each([
  ["a function", `import { ask } from "./helpers.js";`, "ask(this.a, doc)", ["method ask"]],
  ["an arrow function", `import { twice } from "./helpers.js";`, "twice(this.a, doc)", ["method twice"]],
  ["through a third file", `import { through } from "./helpers.js";`, "through(this.a, doc)", ["method through"]],
  ["renamed on the way", `import { renamed } from "./helpers.js";`, "renamed(this.a, doc)", ["method renamed"]],
  ["behind a star", `import { ask } from "./barrel.js";`, "ask(this.a, doc)", ["method ask"]],
  ["of a namespace", `import * as h from "./helpers.js";`, "h.ask(this.a, doc)", ["method h.ask"]],
  ["a static method", `import { Kit } from "./helpers.js";`, "Kit.use(this.a, doc)", ["method Kit.use"]],
  ["that is given a module", `import { handed } from "./helpers.js";`, "handed(this.a, doc)", ["method handed"]],
  [
    "that is given none",
    `import { handed } from "./helpers.js";`,
    "handed(String, doc) + this.a(doc)",
    ["call this.a"],
  ],
  [
    "that makes no call",
    `import { register } from "./helpers.js";`,
    "register(this.a) ?? this.a(doc)",
    ["call this.a"],
  ],
  ["that is not found", `import { gone } from "./gone.js";`, "gone(this.a, doc)", ["method gone?"]],
  ["of a package", `import { far } from "far";`, "far([this.a], doc)", ["method far?"]],
  ["that is given the module itself", `import { far } from "far";`, "far(this)", ["method far?"]],
  ["that is given text", `import { far } from "far";`, "far(doc) + this.a(doc)", ["call this.a"]],
  ["of Node", `import assert from "node:assert";`, "assert(this.a) ?? this.a(doc)", ["call this.a"]],
])("an imported function: %s", (_, imports, call, wanted) => {
  expect(calls(compileIn({ ...FILES, "main.ts": main(imports, call) }))).toEqual(wanted);
});

test("with a checker the text of another file is no proof that a function makes no calls", () => {
  const files = { ...FILES, "main.ts": main(`import { ask, register } from "./helpers.js";`, "[ask(this.a, doc)]") };
  expect(calls(compileIn(files, "main.ts", NOWHERE))).toEqual(["method ask"]);
  const other = { ...FILES, "main.ts": main(`import { register } from "./helpers.js";`, "register(this.a)") };
  expect(calls(compileIn(other, "main.ts", NOWHERE))).toEqual(["method register?"]);
});

test("what is not known is called as written where nothing can wait for it", () => {
  const text = `${PLAIT}import { far } from "far";
export class Main extends Module {
  a = new LLMInference({ alias: "a" });
  size = far(this);
  constructor() { super(); far(this.a); }
  get width() { return far(this.a); }
  forward(docs: string[]) {
    return docs.toSorted((x, y) => far(this.a, x, y)).map((doc) => this.a(doc));
  }
}`;
  const file = compileIn({ "main.ts": text });
  expect(file.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  expect(file.plans[0]?.methods["forward"]?.calls).toBe(1);
});

test("functions are compiled where compiled code may call them", () => {
  const text = `${PLAIT}
const model = new LLMInference({ alias: "m" });
export function exported(q: string) { return model(q); }
function named(q: string) { return further(q); }
function further(q: string) { return model(q); }
async function main() { console.log(await model("start")); }
function* generated() { yield model("x"); }
export default function (q: string) { return model(q); }
export const plain = (q: string) => q, first = (q: string) => model(q), second = (q: string) => first(q);
const table = { a: (q: string) => model(q), "b": async (q: string) => model(q), get c() { return 1; } } as const;
namespace Inner { export function hidden(q: string) { return model(q); } }
{ function blocked(q: string) { return model(q); } }
export class Main extends Module {
  forward(doc: string) { return [named(doc), table.a(doc), table.b(doc)]; }
}
void main();`;
  const file = compileIn({ "main.ts": text });
  expect(file.plans.map((p) => p.module).sort()).toEqual(
    ["Main", "exported", "first", "further", "named", "second", "table.a", "table.b"].sort(),
  );
  for (const line of text.split("\n")) if (line !== "" && !line.startsWith("import")) expect(file.code).toContain(line);
});

test("a file of functions alone is compiled, and one without module calls is left alone", () => {
  const file = compileIn(FILES, "deeper.ts");
  expect(file.plans).toMatchObject([{ module: "deeper", isFunction: true }]);
  expect(file.code).not.toMatch(/\bcompiled as\b/);
  const text = `import { z } from "zod";\nexport function f(q: string) { return z(q); }\n`;
  expect(compileIn({ "main.ts": text })).toMatchObject({ changed: false, code: text });
});

test("a function that cannot be compiled is an error only where compiled code calls it", () => {
  const helper = `${PLAIT}export function counted(m: LLMInference, q: string) {
  return m(q + arguments.length);
}`;
  expect(compileIn({ "main.ts": helper })).toMatchObject({ changed: false, diagnostics: [] });
  const called = `${helper}
export class Main extends Module { a = new LLMInference({ alias: "a" }); forward(d: string) { return counted(this.a, d); } }`;
  expect(compileIn({ "main.ts": called }).diagnostics.map((d) => d.code)).toContain("PLT1012");
});

test("names that the file has taken", () => {
  const text = `${PLAIT}const $register = 1, $compiledFunction = 2, $ = 3;
export function ask(m: LLMInference, q: string) { return m(q + $ + $register + $compiledFunction); }`;
  const { code } = compileIn({ "main.ts": text });
  expect(code).toMatch(
    /import \{ compiledFunction as \$compiledFunction\$ \} from "plait\/internal"; \$register\$\(\);/,
  );
});

test("a class of another file that writes to its argument is waited for", () => {
  const note = `${PLAIT}export class Note extends Module {
  a = new LLMInference({ alias: "a" });
  forward(into: string[], q: string) { into.push(this.a(q)); return q; }
}
export function collect(m: LLMInference, into: string[], q: string) { into.push(m(q)); }`;
  const text = `${PLAIT}import { collect, Note } from "./note.js";
export class Main extends Module {
  a = new LLMInference({ alias: "a" });
  note = new Note();
  forward(doc: string) {
    const list: string[] = [];
    CALL;
    return list.join();
  }
}`;
  for (const call of ["this.note(list, doc)", "collect(this.a, list, doc)"]) {
    const file = compileIn({ "note.ts": note, "main.ts": text.replace("CALL", call) });
    expect(
      file.diagnostics.map((d) => d.code),
      call,
    ).toContain("PLT2002");
    expect(calls(file)).toHaveLength(1);
  }
});

test("an array method calls a function of another file that makes module calls", () => {
  const { code, diagnostics } = compileIn({
    ...FILES,
    "main.ts": main(`import { ask } from "./helpers.js";`, "[doc].map(ask)"),
  });
  expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  expect(code).toMatch(/\$\.map\(0, .*\$\.call\(1, ask, /);
});

/** What is found in `Main.forward` around `use` of helpers in `plain.ts`, a file that does not know of modules. */
function withHelpers(helpers: string, use: string, host?: Host): CompiledFile {
  const imports = `import { apply, all, keep } from "./plain.js";`;
  return compileIn({ ...FILES, "plain.ts": helpers, "main.ts": main(imports, use) }, "main.ts", host);
}

const PLAIN = `const MARK = "!";
const once = (f: (q: string) => string, q: string) => f(q) + MARK;
export const apply = (f: (q: string) => string, q: string) => once(f, q);
export const all = (f: (q: string) => string, list: string[]) => list.map(f);
export const keep = (f: (q: string) => string) => ({ f });`;

test.each([undefined, NOWHERE])(
  "a helper of a file without modules is compiled where it is handed a module or a function that calls one",
  (host) => {
    const codeOf = (use: string): string => {
      const { code, diagnostics } = withHelpers(PLAIN, use, host);
      expect(diagnostics.filter((d) => d.severity === "error" || d.code === "PLT2009")).toEqual([]);
      return code;
    };
    for (const use of ["apply((q) => this.a(q), doc)", "apply(this.a, doc)"]) {
      const code = codeOf(use);
      expect(code).toMatch(
        /import \{ apply as (\$\w+) \} from ".\/plain.js";\n(\$\w+)\(\1\);[^]*function \2\(apply: any\)/,
      );
      expect(code).toContain(
        `  const MARK = "!";\n  const once = (f: (q: string) => string, q: string) => f(q) + MARK;`,
      );
      expect(code).toMatch(/\$compiledFunction\(apply, [^]*\$compiledFunction\(once, /);
    }
    expect(codeOf("all((q) => this.a(q), [doc])")).toContain("$compiledFunction(all, {");
    expect(codeOf("apply(String, doc) + this.a(doc)")).not.toContain("$compiledFunction");
    expect(codeOf("keep((q) => this.a(q)).f(doc)")).not.toContain("$compiledFunction");
  },
);

test.each([undefined, NOWHERE])("a helper of a file that is compiled by itself is not compiled again", (host) => {
  for (const head of [PLAIT, `import type { deeper } from "./deeper.js";\n`]) {
    const { code, diagnostics } = withHelpers(head + PLAIN, "apply((q) => this.a(q), doc)", host);
    expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
    expect(code).not.toContain("$compiledFunction");
    const own = compileIn({ ...FILES, "plain.ts": head + PLAIN }, "plain.ts");
    expect(own.code).toContain("$compiledFunction(apply, {");
  }
});

test.each([
  ["a variable of its file", "let n = 0;", "(n++, f(q))"],
  ["an object of its file", "const seen = { n: 0 };", "(seen.n++, f(q))"],
  ["a class of its file", "class Box { n = 1; }", "f(q + new Box().n)"],
  ["an enumeration", "enum Mark { A }", "f(q + Mark.A)"],
  ["`arguments`", "", "((function () { return arguments.length; })(), f(q))"],
  [
    "a helper that uses them",
    "let n = 0; const once = (f: (q: string) => string, q: string) => (n++, f(q));",
    "once(f, q)",
  ],
  ["what the other file declares", "", "f(q + Main)"],
])("a helper that cannot be moved is handed nothing that makes module calls: %s", (_, before, body) => {
  const helper = `${before}\nexport const apply = (f: (q: string) => string, q: string): any => ${body};`;
  for (const host of [undefined, NOWHERE]) {
    for (const given of ["(q) => this.a(q)", "this.a", "this.ask.bind(this)"]) {
      const use = `apply(${given}, doc);\n  }\n  ask(q: string) {\n    return this.a(q)`;
      const { diagnostics } = withHelpers(helper, use, host);
      expect(diagnostics.filter((d) => d.severity === "error").map((d) => d.code)).toEqual(["PLT1005"]);
    }
  }
});

test("methods in files without modules are handed nothing that makes module calls", () => {
  const helpers = `export const apply = { run(f: (q: string) => string, q: string) { return f(q); } };
export class Kit {
  static use(f: (q: string) => string, q: string) { return f(q); }
  run(f: (q: string) => string, q: string) { return f(q); }
}`;
  const imports = `import { apply, Kit } from "./plain.js";\nconst kit = new Kit();`;
  for (const callee of ["apply.run", "Kit.use", "new Kit().run", "kit.run"]) {
    const text = main(imports, `${callee}((q) => this.a(q), doc)`);
    for (const host of [undefined, NOWHERE]) {
      const { diagnostics } = compileIn({ ...FILES, "plain.ts": helpers, "main.ts": text }, "main.ts", host);
      expect(diagnostics.map((d) => d.code)).toContain("PLT1005");
    }
  }
});

test("a leaf whose helpers call members of what they are given stays one", () => {
  const leaf = `${PLAIT}
export function check(schema: any, text: string) { return schema.inner.validate(text); }
export function request(leaf: any, q: string) { const { output } = leaf; return check(output, q); }
export class Asker extends Module {
  output: any;
  constructor(given: any) { super(); check(given, "x"); }
  async forward(q: string) { await check(this.output, q); return request(this, q); }
}
export class Steps extends Module {
  forward(q: string) { let next: any = q; for (const step of this as any) { const call = step; next = call(next); } return next; }
}`;
  for (const host of [undefined, NOWHERE]) {
    const { plans, diagnostics } = compileIn({ "main.ts": leaf }, "main.ts", host);
    expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
    expect(plans.map(({ module }) => module)).not.toContain("Asker");
    expect(plans.map(({ module }) => module)).toContain("Steps");
  }
});

test("a leaf that uses a client of another file stays one", () => {
  const client = `export class Client {
  handlers: any[] = [];
  constructor(readonly options: any) {}
  on(handler: any) { this.handlers.push(handler); return this; }
  async get(q: string) { for (const handler of this.handlers) handler(q); return await this.options.fetch(q); }
  map(f: any) { return this.handlers.map(f); }
}
export const makeClient = (options: any) => ({ ask: (q: string) => options.run(q), inner: { go: options.go } });
export async function retry(options: { times: number; run: (n: number) => any }) {
  for (let i = 0; i < options.times; i++) { try { return await options.run(i); } catch { } }
}`;
  const leaf = `${PLAIT}import { Client, makeClient, retry } from "./client.js";
const shared = new Client({ fetch: (q: string) => q });
export class Search extends Module {
  client = new Client({ fetch: async (q: string) => q.trim() });
  made: any;
  constructor(readonly store: any) { super(); this.made = makeClient(store); this.client.on((q: string) => store.log(q)); }
  async forward(q: string) {
    const found = await retry({ times: 2, run: (n) => this.store.find(q, n) });
    return [await this.client.get(q), await shared.get(q), found, this.made.ask(q), this.client.map((x: any) => x)];
  }
}
export class Steps extends Module {
  steps: any;
  forward(q: string) { const all = [(x: any) => this.steps(x)]; return all[0]!(q); }
}`;
  for (const text of [client, `import { Module } from "plait"; export const made = Module;\n${client}`]) {
    for (const host of [undefined, NOWHERE]) {
      const { plans, diagnostics } = compileIn({ "client.ts": text, "main.ts": leaf }, "main.ts", host);
      expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
      expect(plans.map(({ module }) => module)).not.toContain("Search");
    }
  }
});
