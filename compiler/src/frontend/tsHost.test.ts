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
