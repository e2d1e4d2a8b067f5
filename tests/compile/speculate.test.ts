/**
 * Programs with `speculate`, run: value, error and effects are those of the program as written, whatever ends first
 * and whatever fails; what is called besides is only what may be called early; nothing is left running.
 */
import { describe, expect, test } from "vitest";
import { runOracle, runReal } from "./harness.js";
import { loadProgram } from "./program.js";
import { ORDERS, type Order } from "./world.js";

const HEADER = `import { LLMInference, Module, speculate } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Check extends Module { forward(...args: unknown[]): boolean { return leaf("check", "flag", ...args); } }
class Search extends Module {
  static idempotent = true;
  forward(...args: unknown[]): string { return leaf("search", "text", ...args); }
}
class Answer extends Module { forward(...args: unknown[]): string { return leaf("answer", "text", ...args); } }
class Twice extends Module {
  static idempotent = true;
  search = new Search();
  forward(q: string): string {
    const first = this.search(q);
    console.log("searched", first);
    return this.search(first);
  }
}
class Step extends Module {
  check = new Check();
  search = new Search();
  answer = new Answer();
  twice = new Twice();
`;

const PROGRAMS: Record<string, string> = {
  "behind a test": `let x = doc; if (this.check(doc)) { x = speculate(this.search(doc)); } return this.answer(x);`,
  "behind an early return": `if (!this.check(doc)) return "no"; return speculate(this.search(\`for \${doc}\`));`,
  "behind two tests, with effects between": `let x = doc;
    if (this.check(doc)) {
      console.log("first");
      if (this.check(doc, 2)) { x = speculate(this.search(doc)); console.log("used", x); } else { x = this.answer(doc, "else"); }
    }
    console.log("end");
    return x;`,
  "in a loop": `const out: string[] = [];
    for (const part of ["a", "b", "c", "d"]) {
      if (this.check(part)) { out.push(speculate(this.search(part))); continue; }
      if (this.check(part, "stop")) break;
      out.push(this.answer(part));
    }
    return out;`,
  "in a try": `let x = doc;
    try {
      if (this.check(doc)) x = speculate(this.search(doc));
      x = this.answer(x, "in");
    } catch (error) {
      x = this.answer("caught", String(error));
    }
    return x;`,
  "behind a try": `let ok = false;
    try { ok = this.check(doc); } catch { ok = true; }
    if (ok) return speculate(this.search(doc));
    return this.answer(doc);`,
  "a child with effects": `const before = this.answer(doc, "before");
    if (this.check(before)) { const x = speculate(this.twice(doc)); console.log("got", x); return this.answer(x); }
    console.log("not taken");
    return this.answer(doc);`,
  "two at once": `const a = this.check(doc) ? speculate(this.search(doc, "a")) : this.answer("a");
    const b = this.check(doc, "b") ? speculate(this.search(doc, "b")) : this.answer("b");
    return [a, b];`,
  "in a callback": `return ["x", "y", "z"].map((v) => (this.check(v) ? speculate(this.search(v)) : this.answer(v)));`,
};

const programs = Object.entries(PROGRAMS).map(([name, body]) => ({
  name,
  program: loadProgram(
    `${HEADER}  forward(doc: string) {\n    ${body}\n  }\n}\nexport class Main extends Step {
      step = new Step();
      forward(doc: string): any {
        const x = this.step(doc) as any;
        return [x, this.answer(String(x), "last")];
      }
    }\nexport const inputs = [["doc one"], ["a doc two"], ["three"], ["4"], ["x5"]];\n`,
    "a.ts",
  ),
}));

/** What is in `a` and not in `b`, counting repetitions. */
function beyond(a: readonly string[], b: readonly string[]): string[] {
  const left = [...b];
  return a.filter((key) => {
    const at = left.indexOf(key);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

describe.each(programs)("$name", ({ program }) => {
  test("means what it says", async () => {
    expect(program.compiled.code).toContain("$.ahead(");
    const seen = { thrown: 0, extra: 0 };
    for (let input = 0; input < 5; input++) {
      for (const order of ORDERS) {
        for (const seed of [undefined, 1, 2, 3, 4, 5, 6]) {
          const faults = seed === undefined ? undefined : { seed: seed * 31 + input, rate: seed % 2 ? 0.2 : 0.5 };
          const oracle = runOracle(program, order, faults, input);
          const real = await runReal(program.runs.compiled, order, faults, input);
          const what = `${order.name}, input ${input}, failing ${seed}`;
          expect(real.text, what).toBe(oracle.text);
          expect(real.world.effects, what).toEqual(oracle.world.effects);
          expect(real.world.problems, what).toEqual([]);
          const [made, wanted] = [real, oracle].map(({ world }) => world.calls.map((call) => call.key)) as [
            string[],
            string[],
          ];
          expect(beyond(wanted, made), what).toEqual([]);
          const extra = beyond(made, wanted);
          if (oracle.ok)
            expect(
              extra.filter((key) => !key.startsWith("search")),
              what,
            ).toEqual([]);
          if (!oracle.ok) seen.thrown++;
          if (extra.length > 0) seen.extra++;
        }
      }
    }
    // Otherwise nothing of this was tried.
    expect(seen.thrown).toBeGreaterThan(0);
    expect(seen.extra).toBeGreaterThan(0);
  });
});

test("the early call takes no time of its own", async () => {
  const unit: Order = { name: "100 ms each", latency: () => 100 };
  const { program } = programs.find(({ name }) => name === "behind a test")!;
  const seen: string[] = [];
  for (let input = 0; input < 5; input++) {
    const { makespan } = await runReal(program.runs.compiled, unit, undefined, input);
    const { world } = runOracle(program, unit, undefined, input);
    seen.push(`${world.calls.length} calls in ${makespan} ms`);
  }
  // check, search, answer, last: the search is done with the check. Not taken: check, answer, last.
  expect(new Set(seen)).toEqual(new Set(["4 calls in 300 ms", "3 calls in 300 ms"]));
});
