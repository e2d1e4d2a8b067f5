/** Every kept order is remarked on with both places, the reason and what to write instead. */
import { expect, test } from "vitest";
import { compileFile } from "../../compiler/dist/index.js";
import { saysWhyLater } from "./harness.js";

const START = `import { LLMInference, Module } from "plait";
import { far } from "./far.js";
declare function tag(...parts: unknown[]): string;
declare function open(name: string): any;
declare const pages: AsyncIterable<string>;
let total = 0;
class Shell extends Module {
  static effects = "ordered";
  forward(command: string): string { return far(command); }
}
class Adds extends Module {
  llm = new LLMInference({ alias: "adds" });
  forward(into: string[], doc: string) { into.push(this.llm(doc)); return 1; }
}
export class Main extends Module {
  a = new LLMInference({ alias: "a" });
  adds = new Adds();
  shell = new Shell();
  count = 0;
  add() { this.count++; total++; return this.a("counted"); }
  async forward(doc: string, list: string[], table: Record<string, string>) {
`;
const FIRST = START.split("\n").length;

interface Said {
  code: string;
  text: string;
  message: string;
  hint: string;
  related: string[];
  diagnostic: Parameters<typeof saysWhyLater>[0];
}

/** What is said of the lines of `body`, the first of which is line 1. */
function compile(body: string): { said: Said[]; code: string } {
  const text = `${START}${body}\n  }\n}\n`;
  const { diagnostics, changed, code } = compileFile({ fileName: "/app/main.ts", text });
  expect(changed, diagnostics.map((d) => d.message).join("\n")).toBe(true);
  const inBody = diagnostics.filter((d) => d.line >= FIRST);
  const said = inBody.map((diagnostic): Said => {
    const { code: name, start, end, message, hint = "", related } = diagnostic;
    expect(`${message} ${hint}`).not.toMatch(/undefined|\{\w+\}/);
    return {
      code: name,
      text: text.slice(start, end),
      message,
      hint,
      related: related.map((r) => `${r.line - FIRST + 1} ${r.message}: ${text.slice(r.start, r.end)}`),
      diagnostic,
    };
  });
  return { said, code };
}

const of = (body: string, code: string): Said[] => compile(body).said.filter((d) => d.code === code);

// What waits, and what it waits for.
test.each([
  ["list.push(doc);\nreturn this.a(list.join());", "list.join()", "1 may change it: list.push(doc)"],
  ["list[0] = doc;\nreturn this.a(list.join());", "list.join()", "1 may change it: list[0] = doc"],
  [
    "delete table.x;\nreturn this.a(JSON.stringify(table));",
    "JSON.stringify(table)",
    "1 may change it: delete table.x",
  ],
  ["await this.adds(list, doc);\nreturn this.a(list.join());", "list.join()", "1 may change it: this.adds(list, doc)"],
  // Behind a region, the write in it.
  ["if (doc) {\nlist.pop();\n}\nreturn this.a(list.join());", "list.join()", "2 may change it: list.pop()"],
  [
    "for (const d of doc) {\nlist.push(await this.a(d));\n}\nreturn this.a(list.join());",
    "list.join()",
    "2 may change it: list.push(await this.a(d))",
  ],
  [
    "try {\nlist.push(await this.a(doc));\n} catch {}\nreturn this.a(list.join());",
    "list.join()",
    "2 may change it: list.push(await this.a(doc))",
  ],
  // In a loop, a write of the round before.
  [
    "for (const d of doc) {\nawait this.a(list.join());\nlist.push(d);\n}",
    "list.join()",
    "3 may change it: list.push(d)",
  ],
])("an object that is read after it may have changed: %s", (body, text, earlier) => {
  const found = of(body, "PLT2002").filter((d) => d.text === text);
  expect(found.map((d) => d.related)).toEqual([
    expect.arrayContaining([earlier, expect.stringContaining(`waits for it: ${text}`)]),
  ]);
  expect(found[0]?.message).toContain(`by \`${earlier.split(": ")[1]}\``);
});

test.each([
  ["PLT2001", "const x = this.a(doc);\nfar(x);", "far(x)"],
  ["PLT2001", "return tag`of ${this.a(doc)}`;", "tag`of ${this.a(doc)}`"],
  ["PLT2011", "const x = this.a(doc);\nlist.push(x);", "list.push(x)"],
  ["PLT2011", "const x = this.a(doc);\nthis.count += 1;\nreturn x;", "this.count += 1"],
  ["PLT2012", "const x = this.a(doc);\nreturn [x, this.count];", "this.count"],
  ["PLT2012", "const x = this.a(doc);\nreturn [x, total];", "total"],
  ["PLT2013", "const x = this.a(doc);\nconsole.log(doc);\nreturn x;", "console.log(doc)"],
  ["PLT2013", "return this.a(`${Date.now()}`);", "Date.now()"],
  ["PLT2014", "await this.a(doc);", "this.a(doc)"],
])("%s: %s", (code, body, text) => {
  expect(of(body, code).map((d) => d.text)).toEqual([text]);
});

test("what prints before any call, or a call that is made for what it changes, is nothing to speak of", () => {
  expect(compile("console.log(doc);\nreturn this.a(doc);").said).toEqual([]);
  expect(of("this.adds(list, doc);", "PLT2014")).toEqual([]);
});

test("a value that calls make from what it was in the round before", () => {
  const [carried, ...others] = of(
    'let draft = "";\nlet n = 0;\nfor (const d of doc) {\nn += 1;\nconst text = draft + d;\ndraft = this.a(text);\n}\nreturn [draft, n];',
    "PLT2003",
  );
  expect(others).toEqual([]);
  expect(carried?.message).toContain("`draft` is carried");
  expect(carried?.related).toEqual(["6 written here, read by the next iteration: draft", "5 read here: draft"]);
});

test("a value that goes around the loop without a call, or that a call makes anew, is not carried", () => {
  const body =
    'let last = "";\nlet n = 0;\nfor (const d of doc) {\nn += d.length;\nlast = this.a(d);\n}\nreturn [last, n];';
  expect(of(body, "PLT2003")).toEqual([]);
});

test.each([
  ["return list.find((d) => this.a(d));", "`.find` runs", "1 the next element waits for this: this.a(d)"],
  [
    "return list.reduce((all, d) => this.a(all + d), '');",
    "`.reduce` runs",
    "1 the next element waits for this: this.a(all + d)",
  ],
])("array callbacks: %s", (body, message, related) => {
  const found = of(body, "PLT2004");
  expect(found).toHaveLength(1);
  expect(found[0]?.message).toContain(message);
  expect(found[0]?.related).toEqual([related]);
});

test("a reduce whose calls do not get what the one before made is not remarked on", () => {
  expect(of("return list.reduce((all, d) => all + this.a(d), '');", "PLT2004")).toEqual([]);
});

// What runs as written: what it is, and what to write instead.
test.each([
  ["for await (const page of pages) list.push(await this.a(page));", "`for await` runs", "Array.fromAsync"],
  [
    "list.push(await this.a(doc));\nfor await (const page of pages) list.push(page);",
    "`for await` runs",
    "Array.fromAsync",
  ],
  ["const x = await this.a(doc);\nawait using file = open(x);\nreturn file.name;", "`await using` runs", "`finally`"],
  ["{\nusing file = open(doc);\nlist.push(await this.a(file.name));\n}", "a block with `using` runs", "`finally`"],
  ["using file = open(doc);\nreturn this.a(file.name);", "`using` runs", "`finally`"],
  ["return import(`./${await this.a(doc)}.js`);", "`import(…)` runs", "at the top of the file"],
  ["return Promise.race([fetch(doc), this.a(doc)]);", "a race of module calls with other promises", "timeoutMs"],
  ["return list.at?.(Number(await this.a(doc)));", "a module call behind `?.` runs", "Test with `if`"],
])("as written: %s", (body, message, instead) => {
  const [found, ...others] = of(body, "PLT2007");
  expect(others).toEqual([]);
  expect(found?.message).toContain(message);
  expect(found?.hint).toContain(instead);
});

test("what is disposed of at the end of a block is not disposed of before", () => {
  const { code } = compile("{\nusing file = open(doc);\nlist.push(await this.a(file.name));\n}\nreturn this.a(doc);");
  expect(code).toMatch(
    /\{\s*using file = open\(doc\);\s*list\.push\(await \(await \$\.call\(0, this\.a, \[file\.name\]\)\)\.value\);\s*\}/,
  );
});

test("what stands behind a part that may leave the method", () => {
  const body = "for await (const page of pages) {\nif (await this.a(page)) return page;\n}\nreturn this.a(doc);";
  expect(of(body, "PLT2008").map((d) => d.message)).toEqual([
    expect.stringContaining("everything after `for await (const page of pages) {"),
  ]);
  expect(of(body.split("\nreturn this.a(doc)")[0] as string, "PLT2008")).toEqual([]);
});

test("a method that runs as written because of a variable: where it is used, where it is assigned, what follows", () => {
  const found = of(
    'let tone = "a";\nconst f = () => tone;\ntone = "b";\nconst x = this.a(doc);\nreturn [x, tag(f)];',
    "PLT2010",
  );
  expect(found.map((d) => [d.text, d.related])).toEqual([
    ["() => tone", ["3 assigned here: tone", expect.stringMatching(/^-?\d+ all of this runs as written: /)]],
  ]);
});

test("calls of an ordered module wait for everything before them, and other calls do not wait for them", () => {
  const { said, code } = compile('const x = this.a(doc);\nthis.shell("cd");\nconst y = this.a("y");\nreturn [x, y];');
  const ordered = said.filter((d) => d.code === "PLT2015");
  expect(ordered.map((d) => [d.text, d.related])).toEqual([
    ['this.shell("cd")', ["1 waits for this call: this.a(doc)"]],
  ]);
  expect(code).toMatch(/\$\.call\(2, this\.a, \["y"\]\)/);
  // Alone, there is nothing to wait for.
  expect(of('return this.shell("cd");', "PLT2015")).toEqual([]);
  // In a loop, there is the round before.
  expect(of("for (const d of doc) this.shell(d);", "PLT2015")).toHaveLength(1);
});

test("a loop without calls is one step: in a `try`, it waits for what a variable was before, which it may replace", () => {
  const loop = (body: string): string => `for (let i = 0; i < list.length; i++) {\n${body}\n}\n`;
  const inTry = (body: string): string =>
    `let x = this.a(doc);\ntry { ${loop(body)} this.b(doc); } catch { return x; }\nreturn this.a(x);`;
  expect(of(inTry('x = "k";'), "PLT2016")).toHaveLength(1);
  // What it looks at is data.
  expect(of(inTry('x = x + "k";'), "PLT2016")).toEqual([]);
  expect(of(inTry('x += "k";'), "PLT2016")).toEqual([]);
  expect(of(`let x = this.a(doc);\n${loop('x = "k";')}return this.a(x);`, "PLT2016")).toEqual([]);
});

test("which remarks explain that a run takes longer than its data and guards allow", () => {
  const explains = (body: string): boolean => compile(body).said.some((d) => saysWhyLater(d.diagnostic));
  expect(explains("list.push(doc);\nreturn this.a(list.join());")).toBe(true);
  expect(explains("for await (const page of pages) list.push(await this.a(page));")).toBe(true);
  expect(explains("const x = this.a(doc);\nconsole.log(doc);\nthis.a(x);")).toBe(false);
  expect(explains("return list.find((d) => this.a(d));")).toBe(false);
  expect(explains('let draft = "";\nfor (const d of doc) draft = this.a(draft + d);\nreturn draft;')).toBe(false);
});
