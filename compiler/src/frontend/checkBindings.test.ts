import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { tempProject } from "../../test/tempProject.js";
import type { Diagnostic } from "../types.js";
import { checkBindings } from "./checkBindings.js";
import { loadProject } from "./loadProject.js";

const HEAD = `import { LLMInference, loadResources, Module, ModuleList } from "plait";
const e = { provider: "openai", model: "m" };
`;

function check(text: string, files: Record<string, string> = {}): Diagnostic[] {
  const folder = tempProject({ "a.ts": HEAD + text, ...files });
  const { ts, program } = loadProject(folder).project!;
  return checkBindings(program, ts);
}

/** Aliases reported, with what needs them. */
function missing(text: string): string[] {
  return check(text).map((d) => /alias "(\w+)", which `(.*?)`/.exec(d.message)!.slice(1).join(" "));
}

test("says which alias, who needs it, what there is, and where", () => {
  const text = `class Report extends Module {
  fast = new LLMInference({ alias: "fast" });
  #judge = new LLMInference({ alias: "smart" });
  forward(doc: string) { return this.#judge(this.fast(doc)); }
}
export const run = new Report().bind({ endpoints: { fast: e } });`;
  const [diagnostic, ...others] = check(text);
  expect(others).toEqual([]);
  const source = HEAD + text;
  expect(diagnostic).toMatchObject({ code: "PLT1030", severity: "error", line: 8, column: 40 });
  expect(source.slice(diagnostic!.start, diagnostic!.end)).toBe("endpoints");
  expect(diagnostic!.message).toBe(
    'no endpoint for alias "smart", which `Report.#judge` needs. Endpoints given: "fast".',
  );
  const [related] = diagnostic!.related;
  expect(source.slice(related!.start, related!.end)).toContain("#judge = new LLMInference");
  expect(diagnostic!.hint).toContain("`smart`");
});

test("a name that is nearly right is pointed out", () => {
  const [diagnostic] = check(`class A extends Module {
  x = new LLMInference({ alias: "smart" });
  forward() {}
}
new A().bind({ endpoints: { smrat: e } });`);
  expect(diagnostic!.hint).toBe('Did you mean "smart" where it says "smrat"?');
});

test("private, protected, nested, collected and inherited modules", () => {
  const found = missing(`
const LATE = "late";
class Leaf extends Module { x = new LLMInference({ alias: "leaf" }); forward() {} }
class Base extends Module { protected b = new LLMInference({ alias: "base" }); forward() {} }
class A extends Base {
  private one = new LLMInference({ alias: "one" });
  child = new Leaf();
  list = [new LLMInference({ alias: "inList" })];
  map = new Map([["k", new LLMInference({ alias: "inMap" })]]);
  held = { deep: { er: new LLMInference({ alias: "inObject" }) } };
  items = new ModuleList([new LLMInference({ alias: "inContainer" })]);
  wide: LLMInference = new LLMInference({ alias: "wide" });
  modules: Module[] = [];
  constructor(readonly given: LLMInference<"given">) {
    super();
    this.modules.push(new LLMInference({ alias: LATE }), new Second());
  }
}
class Second extends Module { z = new LLMInference({ alias: "second" }); forward() {} }
new A(new LLMInference({ alias: "given" })).bind({ endpoints: {} });`);
  expect(found.sort()).toEqual([
    "base A.b",
    "given A.given",
    "inContainer A.items",
    "inList A.list",
    "inMap A.map",
    "inObject A.held",
    "late A.modules",
    "leaf Leaf.x",
    "one A.one",
    "second Second.z",
    "wide A.wide",
  ]);
});

test("recursive classes and aliases as type arguments", () => {
  const found = missing(`
class Tree<A extends string> extends Module {
  left?: Tree<A>;
  constructor(readonly own: LLMInference<A>) { super(); }
  forward() {}
}
new Tree(new LLMInference({ alias: "t" })).bind({ endpoints: {} });`);
  expect(found).toEqual(["t Tree.own"]);
});

test("resources in a variable are read, those from a file or of an open type are not", () => {
  const module = `class A extends Module { x = new LLMInference({ alias: "x" }); forward() {} }\n`;
  expect(missing(`${module}const r = { endpoints: { y: e } };\nnew A().bind(r);`)).toEqual(["x A.x"]);
  expect(missing(`${module}const r = { endpoints: { y: e } };\nnew A().bind({ ...r });`)).toEqual(["x A.x"]);
  expect(missing(`${module}new A().bind(loadResources("r.yaml"));`)).toEqual([]);
  expect(missing(`${module}declare const r: Record<string, typeof e>;\nnew A().bind({ endpoints: r });`)).toEqual([]);
});

test("what is bound completely, and bind of anything else, is left alone", () => {
  expect(
    missing(`
class A extends Module { x = new LLMInference({ alias: "x" }); forward() {} }
new A().bind({ endpoints: { x: e, more: e } });
function f(this: unknown) {}
f.bind({ endpoints: {} });
(x: { bind(y: object): void }) => x.bind({ endpoints: {} });`),
  ).toEqual([]);
});

test("the real types of plait", () => {
  const runtime = fileURLToPath(new URL("../../../runtime/src/", import.meta.url));
  const folder = tempProject(
    {
      "a.ts": `import { LLMInference, Module, ModuleDict, ModuleList, Sequential } from "plait";
export class Inner extends Module {
  private list = [new LLMInference({ alias: "inner" })];
  #hidden = new LLMInference({ alias: "hidden" });
  forward(x: string): string { return this.#hidden(this.list[0]!(x)); }
}
export class Outer extends Module {
  inner = new Inner();
  private chain = new Sequential(new LLMInference({ alias: "s1" }), new LLMInference({ alias: "s2" }));
  private many = new ModuleList([new LLMInference({ alias: "listed" })]);
  private named = new ModuleDict({ key: new LLMInference({ alias: "named" }) });
  open = new LLMInference({ alias: "open" });
  forward(x: string): string { return this.inner(this.open(x)); }
}
export const run = new Outer().bind({ endpoints: { open: { provider: "openai", model: "m" } } });
`,
    },
    { paths: { plait: [`${runtime}index.ts`] } },
  );
  const { ts, program } = loadProject(folder).project!;
  const messages = checkBindings(program, ts).map((d) => d.message.slice(0, d.message.indexOf(" needs")));
  expect(messages).toEqual([
    'no endpoint for alias "inner", which `Inner.list`',
    'no endpoint for alias "hidden", which `Inner.#hidden`',
    'no endpoint for alias "s1", which `Outer.chain`',
    'no endpoint for alias "s2", which `Outer.chain`',
    'no endpoint for alias "listed", which `Outer.many`',
    'no endpoint for alias "named", which `Outer.named`',
  ]);
});
