/** Remarks name both places, the reason and what to do. */
import type { Node } from "oxc-parser";
import { expect, test } from "vitest";
import { analyse, resultOf } from "../../test/analyse.js";
import { effectsOf } from "../analyze/effects.js";
import type { FileAnalysis } from "../analyze/methodContext.js";
import { formatDiagnostic } from "../formatDiagnostic.js";
import { walk } from "../syntax/walk.js";
import {
  remarkCallback,
  remarkCarried,
  remarkEffect,
  remarkOrder,
  remarkOrdered,
  remarkUnused,
  unusedResults,
} from "./remarks.js";

const FILE = `import { LLMInference, Module } from "plait";
import { helper } from "./helper.js";
let total = 0;
function loud(s: string) { console.log(s); return s; }
function deep(s: string) { return loud(s); }
function push(list: string[]) { list.push("x"); }
class Shell extends Module { static effects = "ordered"; forward(c: string) { return c; } }
class Main extends Module {
  llm = new LLMInference({ alias: "a" });
  shell = new Shell();
  count = 0;
  history: string[] = [];
  add(s: string) { this.count++; this.history.push(s); total = 1; }
  forward(doc: string, notes: string[], seen: string[]) {
    let draft = "";
    for (const note of notes) {
      const text = draft + note;
      draft = this.llm(text);
    }
    this.llm("unused");
    this.shell("cd");
    this.shell("ls");
    result(BODY);
  }
}
`;

function shown({ file }: FileAnalysis): string[] {
  return file.diagnostics.map((d) => formatDiagnostic(d, { readText: () => file.text, cwd: "/app" }));
}

function found(analysis: FileAnalysis, text: string): Node {
  let node: Node | undefined;
  walk(analysis.file.program, (inner) => {
    if (analysis.file.text.slice(inner.start, inner.end) === text) node = inner;
  });
  if (!node) throw new Error(`no ${text}`);
  return node;
}

// What stands below each quoted piece of code.
test.each([
  ["helper(doc)", "PLT2001: `helper(doc)` may have effects", []],
  [
    "loud(doc)",
    "PLT2013: `loud(doc)` prints, so it waits for everything before it; only what uses its value waits for it",
    ["4:28 prints here"],
  ],
  ["deep(doc)", "PLT2013: `deep(doc)` prints", ["4:28 prints here"]],
  ["Date.now()", "PLT2013: `Date.now()` reads the clock", []],
  ["push(seen)", "PLT2011: `push(seen)` changes an object that others can see", ["6:33 changes an object here"]],
  ["seen.push(doc)", "PLT2011: `seen.push(doc)` changes an object", []],
  ["this.count", "PLT2012: `this.count` is read in its place", ["13:20 changed here"]],
  ["this.history.length", "PLT2012: `this.history` is read in its place", ["13:34 changed here"]],
  ["total", "PLT2012: `total` is read in its place", ["13:56 changed here"]],
])("why %s keeps its place", (body, message, related) => {
  const analysis = analyse(FILE.replace("BODY", body));
  const node = resultOf(analysis);
  remarkEffect(effectsOf(node, analysis), node, analysis);
  remarkEffect(effectsOf(node, analysis), node, analysis); // said once
  expect(analysis.file.diagnostics).toHaveLength(1);
  const [d] = analysis.file.diagnostics;
  expect(`${d?.code}: ${d?.message}`).toContain(message);
  expect(d?.related.map((r) => `${r.line}:${r.column} ${r.message}`)).toEqual(related);
  expect(d?.hint).toBeTruthy();
});

test("what has no effect is not remarked on", () => {
  const analysis = analyse(FILE.replace("BODY", "doc.trim()"));
  const node = resultOf(analysis);
  remarkEffect(effectsOf(node, analysis), node, analysis);
  expect(analysis.file.diagnostics).toEqual([]);
});

test("a value that is carried around a loop: where it is written, and where it is read", () => {
  const analysis = analyse(FILE.replace("BODY", "1"));
  let loop: Node | undefined;
  walk(analysis.file.program, (node) => {
    if (node.type === "ForOfStatement") loop = node;
  });
  const binding = [...analysis.file.bindings.declared.values()].find((b) => b.name === "draft");
  remarkCarried(loop as Node, binding as never, analysis);
  expect(shown(analysis)).toEqual([
    `file.ts:18:7 - remark PLT2003: iterations wait for one another, because \`draft\` is carried around the loop.
  17        const text = draft + note;
                         ~~~~~ read here
  18        draft = this.llm(text);
            ~~~~~ written here, read by the next iteration
To overlap them, compute each iteration's result on its own and join the results after the loop.`,
  ]);
});

test("a variable that the loop does not assign is not carried", () => {
  const analysis = analyse(FILE.replace("BODY", "1"));
  const binding = [...analysis.file.bindings.declared.values()].find((b) => b.name === "notes");
  remarkCarried(analysis.file.program, binding as never, analysis);
  expect(analysis.file.diagnostics).toEqual([]);
});

test("an order between two places, an ordered module, a result that nothing uses, a callback that decides", () => {
  const analysis = analyse(FILE.replace("BODY", "push(seen), seen.length"));
  const place = (text: string): Node => found(analysis, text);
  remarkOrder(place("seen.length"), place("push(seen)"), analysis);
  const launches = [...analysis.launches.values()];
  const [cd, ls] = launches.filter((l) => l.className === "Shell");
  remarkOrdered(ls as never, cd as never, analysis);
  const [plain] = launches.filter((l) => l.className === "LLMInference");
  remarkOrdered(plain as never, cd as never, analysis); // of a module that is not declared so
  const unused = unusedResults(analysis.file.program, analysis);
  unused.forEach((launch) => remarkUnused(launch, analysis));
  remarkCallback(place("draft + note"), "find", "it stops at the first", place("note"), analysis);
  expect(shown(analysis).map((text) => text.split("\n"))).toEqual([
    [
      "file.ts:23:24 - remark PLT2002: `seen.length` may be changed by `push(seen)`, so what reads it keeps its place in the order.",
      "  23      result(push(seen), seen.length);",
      "                             ~~~~~~~~~~~ waits for it",
      "                 ~~~~~~~~~~ may change it",
      "Pass a copy (`[...list]`, `{ ...object }`), or build a new value instead of changing this one.",
    ],
    expect.arrayContaining(["          ~~~~~~~~~~~~~~~~ waits for this call"]),
    expect.arrayContaining([expect.stringContaining('PLT2014: nothing uses the result of `this.llm("unused")`')]),
    expect.arrayContaining([
      expect.stringContaining(
        "PLT2004: the callback of `find` runs one element after another, because it stops at the first",
      ),
    ]),
  ]);
});
