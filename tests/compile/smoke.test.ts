import { expect, test } from "vitest";
import { check, runReal, lowerBound } from "./harness.js";
import { loadProgram } from "./program.js";
import { ORDERS } from "./world.js";
test("smoke", async () => {
  const p = loadProgram(`import { Module, LLMInference } from "plait";
export class Main extends Module {
  a = new LLMInference({ alias: "a" });
  b = new LLMInference({ alias: "b" });
  forward(doc: string) {
    const x = this.a(doc);
    const y = this.b(doc);
    console.log("hi", x);
    const o = { k: 1 };
    return { o, z: this.a(\`\${x} \${y}\`) };
  }
}
`);
  console.log(p.compiled.code);
  for (const order of ORDERS) {
    const r = await check(p, { order });
    expect(r.problems).toEqual([]);
    console.log(order.name, r.compiled.makespan, lowerBound(r.oracle.world), r.oracle.makespan, r.compiled.text);
  }
});
