import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { tempProject } from "../../test/tempProject.js";
import type { Host, ValueKind } from "../types.js";
import { loadProject } from "./loadProject.js";
import { createTsHost } from "./tsHost.js";

interface Asked {
  host: Host;
  /** Kind of the nth occurrence of some source text. */
  kind(text: string, occurrence?: number): ValueKind;
  isModuleClass(text: string, occurrence?: number): boolean | undefined;
}

function ask(text: string, options: Record<string, unknown> = {}, files = {}): Asked {
  const folder = tempProject({ "a.ts": text, ...files }, options);
  const { ts, program } = loadProject(folder).project!;
  const host = createTsHost(ts, program, program.getSourceFile(`${folder}/a.ts`)!);
  const range = (part: string, occurrence: number): [number, number] => {
    let at = -1;
    for (let i = 0; i <= occurrence; i++) at = text.indexOf(part, at + 1);
    if (at < 0) throw new Error(`no ${part} in the source`);
    return [at, at + part.length];
  };
  return {
    host,
    kind: (part, occurrence = 0) => host.kindOf(...range(part, occurrence)),
    isModuleClass: (part, occurrence = 0) => host.isModuleClass(...range(part, occurrence)),
  };
}

/** Kind of a value of the type, asked at an expression. */
function kindOfType(type: string, declarations = ""): ValueKind {
  return ask(
    `import { LLMInference, Module, ModuleList } from "plait";\n${declarations}\nexport function f(value: ${type}) { return [value]; }`,
  ).kind("value", 1);
}

test.each([
  ["string", { type: "string" }],
  [`"a" | "b"`, { type: "string" }],
  ["`id-${number}`", { type: "string" }],
  ["Uppercase<string>", { type: "string" }],
  ["string & { brand: true }", { type: "string" }],
  ["string | undefined", { type: "primitive" }],
  ["string | number | null", { type: "primitive" }],
  ["boolean", { type: "primitive" }],
  ["1n | symbol | 2", { type: "primitive" }],
  ["undefined", { type: "primitive" }],
  ["string[]", { type: "array", of: { type: "string" } }],
  ["readonly (string | number)[]", { type: "array", of: { type: "primitive" } }],
  ["[string, number]", { type: "array", of: { type: "primitive" } }],
  ["[string, Date]", { type: "array", of: { type: "unknown" } }],
  ["[]", { type: "array", of: { type: "unknown" } }],
  ["string[][]", { type: "array", of: { type: "array", of: { type: "string" } } }],
  ["string[] | undefined", { type: "array", of: { type: "string" } }],
  ["(x: string) => string", { type: "function" }],
  ["Promise<string>", { type: "promise" }],
  ["PromiseLike<string>", { type: "promise" }],
  ["{ a: string }", { type: "object" }],
  ["Record<string, string>", { type: "object" }],
  ["Date | Map<string, string>", { type: "object" }],
  ["object", { type: "object" }],
  ["any", { type: "unknown" }],
  ["unknown", { type: "unknown" }],
  ["{}", { type: "unknown" }],
  ["void", { type: "unknown" }],
  ["string | Date", { type: "unknown" }],
  ["string[] | Date", { type: "unknown" }],
  [`LLMInference<"fast">`, { type: "module", className: "LLMInference", alias: "fast" }],
  [`LLMInference<"fast"> | undefined`, { type: "module", className: "LLMInference", alias: "fast" }],
  [`LLMInference<"a"> | LLMInference<"b">`, { type: "module", className: "LLMInference" }],
  ["LLMInference", { type: "module", className: "LLMInference" }],
  ["Module", { type: "module", className: "Module" }],
  [`LLMInference<"a">[]`, { type: "array", of: { type: "module", className: "LLMInference", alias: "a" } }],
] satisfies [string, ValueKind][])("%s", (type, expected) => {
  expect(kindOfType(type)).toEqual(expected);
});

test("classes of the user's, near and far from Module", () => {
  const classes = `
    class Base<T> extends Module { forward(x: T): T { return x; } }
    class Far extends Base<string> {}
    class Fast extends LLMInference<"fast"> {}
    class Aliased extends Module { alias = "mine" as const; forward() {} }
    type Both = Module & { extra: string };`;
  expect(kindOfType("Far", classes)).toEqual({ type: "module", className: "Far" });
  expect(kindOfType("Base<number>", classes)).toEqual({ type: "module", className: "Base" });
  expect(kindOfType("Aliased", classes)).toEqual({ type: "module", className: "Aliased" });
  expect(kindOfType("Both", classes)).toMatchObject({ type: "module" });
});

test("a class of the same name from elsewhere is not a module", () => {
  const { kind, isModuleClass } = ask(
    `class Module { forward() {} }\nclass A extends Module {}\nexport const a = new A();`,
  );
  expect(kind("new A()")).toEqual({ type: "object" });
  expect(isModuleClass("Module", 1)).toBe(false);
});

test("type parameters are what they extend", () => {
  const { kind } = ask(`
    import { Module } from "plait";
    export function f<S extends string, M extends Module, T>(text: S, child: M, any: T) {
      return [text, child, any];
    }`);
  expect(kind("text", 1)).toEqual({ type: "string" });
  expect(kind("child", 1)).toMatchObject({ type: "module" });
  expect(kind("any", 1)).toEqual({ type: "unknown" });
});

test("fields, calls and narrowing inside a class", () => {
  const { kind, isModuleClass } = ask(`
    import { LLMInference, Module } from "plait";
    import * as plait from "plait";
    export class Report extends Module {
      fast = new LLMInference({ alias: "fast" });
      list: LLMInference[] = [];
      #tools: Record<string, Module> = {};
      forward(doc: string, note?: string | string[]): string {
        const text = this.fast(doc);
        if (typeof note === "string") return note;
        const tool = this.#tools[text]!;
        return tool(this.list[0]!(text));
      }
    }
    export class Other extends plait.Module {}
    export class Last extends (Report) {}`);
  expect(kind("this.fast")).toEqual({ type: "module", className: "LLMInference", alias: "fast" });
  expect(kind("this.fast(doc)")).toEqual({ type: "string" });
  expect(kind("this")).toEqual({ type: "module", className: "Report" });
  expect(kind("this.list")).toEqual({
    type: "array",
    of: { type: "module", className: "LLMInference" },
  });
  expect(kind("this.list[0]!")).toEqual({ type: "module", className: "LLMInference" });
  expect(kind("tool", 3)).toEqual({ type: "module", className: "Module" });
  expect(kind("doc: string")).toEqual({ type: "string" });
  expect(kind("doc")).toEqual({ type: "string" });
  expect(kind("note?: string | string[]")).toEqual({ type: "unknown" });
  expect(kind("note", 2)).toEqual({ type: "string" });
  expect(kind("const text")).toEqual({ type: "unknown" });
  expect(isModuleClass("Module", 3)).toBe(true);
  expect(isModuleClass("plait.Module")).toBe(true);
  expect(isModuleClass("(Report)")).toBe(true);
});

test("heritage that cannot be resolved is not known", () => {
  const { isModuleClass } = ask(`
    import { Gone } from "./gone.js";
    export class A extends Gone {}
    export function mixin<C extends new () => object>(Base: C) { return class extends Base {}; }
    export class B extends mixin(Date) {}`);
  expect(isModuleClass("Gone", 1)).toBeUndefined();
  expect(isModuleClass("Base", 1)).toBe(false);
  expect(isModuleClass("mixin(Date)")).toBe(false);
});

test("offsets are UTF-16 and are found in a long file", () => {
  const lines = Array.from({ length: 2000 }, (_, i) => `export const v${i} = "é🙂" + ${i};`);
  const { kind } = ask([...lines, `export const last = [v1999];`].join("\n"));
  expect(kind("[v1999]")).toEqual({ type: "array", of: { type: "string" } });
});

const runtimeIndex = fileURLToPath(new URL("../../../runtime/src/index.ts", import.meta.url));

test("the real types of plait", () => {
  const { kind, isModuleClass } = ask(
    `import { LLMInference, Module } from "plait";
    export class Report extends Module {
      fast = new LLMInference({ alias: "fast", systemPrompt: "Be brief." });
      forward(doc: string): string { return this.fast(doc); }
    }
    export class Parent extends Module {
      report = new Report();
      forward(doc: string): string { return this.report(doc); }
    }`,
    {
      paths: {
        plait: [runtimeIndex],
        "plait/internal": [path.dirname(runtimeIndex) + "/internal.ts"],
      },
      lib: ["es2023"],
    },
  );
  expect(kind("this.fast")).toEqual({ type: "module", className: "LLMInference", alias: "fast" });
  expect(kind("this.report")).toEqual({ type: "module", className: "Report" });
  expect(kind("this.report(doc)")).toEqual({ type: "string" });
  expect(isModuleClass("Module", 1)).toBe(true);
});

function at(text: string, part: string, occurrence = 0): [number, number] {
  let start = -1;
  for (let i = 0; i <= occurrence; i++) start = text.indexOf(part, start + 1);
  return [start, start + part.length];
}

test("types of the standard library by name; those of the user's of the same name are others", () => {
  const text = `
    class Map2 extends Map<string, number> {}
    interface Own { size: number }
    export function f(m: Map<string, number>, s: ReadonlySet<string> | undefined, r: RegExp, own: Own, sub: Map2) {
      return [m, s, r, own, sub, new Date(), new URL("x:y")];
    }`;
  const { host } = ask(text, { lib: ["es2022", "dom"] });
  const named = (part: string): string | undefined => host.libraryTypeOf?.(...at(text, part));
  expect(named("new Date()")).toBe("Date");
  expect(named(`new URL("x:y")`)).toBe("URL");
  const [start] = at(text, "return [m, s, r, own, sub");
  const ofReturned = (name: string): string | undefined => {
    const from = text.indexOf(name, start + "return [".length);
    return host.libraryTypeOf?.(from, from + name.length);
  };
  expect(["m", "s", "r", "own", "sub"].map(ofReturned)).toEqual(["Map", "ReadonlySet", "RegExp", undefined, undefined]);
});

test("declarations in the documentation of what is called, through imports and in declaration files", () => {
  const text = `
    import { near, renamed, Far } from "./near.js";
    import * as all from "./near.js";
    import { shout } from "shouting";
    export function f(far: Far) {
      return [near("x"), renamed("x"), all.near("x"), shout("x"), far.method("x"), far.plain("x")];
    }`;
  const { host } = ask(
    text,
    {},
    {
      "near.ts": `/** @plait pure: it only computes */ export function near(t: string) { return t; }
      export { near as renamed };
      export interface Far {
        /** @plait reads */
        method(t: string): string;
        /** @plait nonsense */
        plain(t: string): string;
      }`,
      "node_modules/shouting/package.json": `{ "name": "shouting", "types": "index.d.ts", "type": "module" }`,
      "node_modules/shouting/index.d.ts": "/** @plait effect */ export declare function shout(text: string): string;",
    },
  );
  const said = (part: string, occurrence = 0): string | undefined =>
    host.declarationOf?.(...at(text, part, occurrence));
  expect(["all.near", "shout", "far.method", "far.plain"].map((part) => said(part, part === "shout" ? 2 : 0))).toEqual([
    "pure",
    "effect",
    "reads",
    undefined,
  ]);
  expect(said("renamed", 1)).toBe("pure");
});

test("statics of the class of a module, from its text and from a declaration file", () => {
  const text = `
    import { Module } from "plait";
    import { Packed } from "packed";
    class Base extends Module { static effects = "pure"; static deterministic = true; static count = 1; forward() {} }
    class Own extends Base { static override deterministic = false; }
    export const list = [new Own(), new Packed(), 5];`;
  const { host } = ask(
    text,
    {},
    {
      "node_modules/packed/package.json": `{ "name": "packed", "types": "index.d.ts", "type": "module" }`,
      "node_modules/packed/index.d.ts": `import { Module } from "plait";
      export declare class Packed extends Module { static readonly effects: "ordered"; static idempotent: true; static other: string; forward(): void }`,
    },
  );
  const statics = (part: string): unknown => host.staticsOf?.(...at(text, part));
  expect(statics("new Own()")).toEqual({ effects: "pure", deterministic: false });
  expect(statics("new Packed()")).toEqual({ effects: "ordered", idempotent: true });
  expect(statics("5")).toBeUndefined();
});
