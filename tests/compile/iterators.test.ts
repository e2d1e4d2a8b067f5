/** Loops over iterators of the user's own, which are told when a loop ends early. The timed reference has none. */
import { expect, test } from "vitest";
import { check } from "./harness.js";
import { loadProgram } from "./program.js";
import { ORDERS } from "./world.js";

const GENERATOR = `
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
function* lines(doc: string) {
  try {
    yield doc;
    yield "u";
  } finally {
    console.log("told");
  }
}
export class Main extends Module {
  a = new Text("a");
  b = new Text("b");
  c = new Text("c");
  forward(doc: string) {
    for (const line of lines(doc)) {
      this.a(line);
      this.b(line);
    }
    this.c(doc);
    return this.c("z" + this.c("y"));
  }
}
`;

test.each([true, false])(
  "a failure in a loop over a generator stops what is behind the loop at once (types: %s)",
  async (types) => {
    const program = loadProgram(GENERATOR, undefined, { types });
    for (const order of ORDERS)
      for (let seed = 0; seed < 24; seed++) {
        const { problems } = await check(program, { order, faults: seed === 0 ? undefined : { seed, rate: 0.25 } });
        expect(problems, `${order.name}, faults ${seed}`).toEqual([]);
      }
  },
);
