/** Code that waits for nothing and is handed functions that make module calls: the run says so, whoever catches it. */
import { expect, test } from "vitest";
import { runReal } from "./harness.js";
import { loadProgram } from "./program.js";
import { ORDERS } from "./world.js";

const HEADER = `import { Module } from "plait";
import { Bus, Box } from "./other.js";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { forward(...args: unknown[]): string { return leaf("text", "text", ...args); } }
class Flag extends Module { forward(...args: unknown[]): boolean { return leaf("flag", "flag", ...args); } }
export class Main extends Module {
  text = new Text();
  flag = new Flag();
  forward(doc: string): unknown {`;
const OTHER = `
  }
}
// @file: other.ts
export class Bus {
  handlers: Record<string, ((v: unknown) => void)[]> = {};
  on(name: string, handler: (v: unknown) => void) { (this.handlers[name] ??= []).push(handler); }
  emit(name: string, v: unknown) {
    for (const handler of this.handlers[name] ?? []) try { handler(v); } catch { console.log("swallowed"); }
  }
}
export class Box<T> { constructor(readonly value: T) {} map<U>(f: (v: T) => U): U { return f(this.value); } }
`;
const ROUNDS = `const rounds = { *[Symbol.iterator]() { yield "one"; yield "two"; } };`;
const BODIES = {
  "it catches it itself": `const bus = new Bus(); const got: unknown[] = [];
    bus.on("x", (v) => { got.push(this.text(v)); }); bus.emit("x", doc); return got;`,
  "a bound function": `const bus = new Bus(); const ask = (q: string, v: unknown) => { this.text(q, v); };
    bus.on("x", ask.bind(undefined, doc)); bus.emit("x", doc); return doc;`,
  "a handler": `const box: Box<string> = new Box(doc); const other = this.flag(doc) ? box : box;
    try { return other.map((v) => this.text(v)); } catch { return "caught"; } finally { this.text("after"); }`,
  "a handler where it runs as written": `${ROUNDS} const out: unknown[] = []; const box: Box<string> = new Box(doc);
    for (const round of rounds) { const other = this.flag(round) ? box : box;
      try { out.push(other.map((v) => this.text(v, round))); } catch { out.push("caught"); } }
    return out;`,
};

test.each(Object.entries(BODIES))("the run fails: %s", async (_, body) => {
  for (const types of [true, false]) {
    const program = loadProgram(HEADER + body + OTHER, undefined, { types });
    for (const order of ORDERS) {
      const { ok, text } = await runReal(program.runs.compiled, order, undefined);
      expect([ok, text], order.name).toEqual([false, expect.stringContaining("PLT1005")]);
    }
  }
});
