/** Text of the user's reaches generated code only as data or as the code that it was; names cannot collide with generated ones. */
import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { check } from "./harness.js";
import { compileText, loadProgram, stripTypes } from "./program.js";
import { ORDERS } from "./world.js";

const folder = new URL("../../.plait/hostile/", import.meta.url);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const STRINGS = [
  `"); process.exit(7); ("`,
  "*/ process.exit(7) /*",
  "// \n process.exit(7) \r\n",
  "\u2028process.exit(7)\u2029",
  "</script><script>alert(1)</script>",
  "__proto__",
  "constructor",
  "${process.exit(7)}",
  "`);}}process.exit(7);{{(`",
  "\\",
  "\\u0022",
  "'\"`",
  "\0\u0007",
  "🙂\ud83d",
];

test.each(STRINGS)("%j stays data", async (hostile) => {
  const quoted = JSON.stringify(hostile);
  const template = `\`${hostile.replace(/[\\`$]/g, (c) => `\\${c}`)} \${x}\``;
  const source = `import { LLMInference, Module } from "plait";
export class Main extends Module {
  a = new LLMInference({ alias: ${quoted} });
  tools: Record<string, LLMInference> = { [${quoted}]: new LLMInference({ alias: "t" }) };
  forward(doc: string) {
    const x = this.a(${quoted});
    const o = { ${quoted.includes("__proto__") ? `[${quoted}]` : quoted}: x, y: ${template} };
    console.log(${quoted}, o);
    if (x === ${quoted}) return ${quoted};
    return [o, this.tools[${quoted}]!(doc + ${quoted}), ["k"].map((k) => this.a(k + ${quoted}))];
  }
}
`;
  const program = loadProgram(source, "hostile.ts");
  for (const order of ORDERS.slice(0, 2)) {
    const { problems } = await check(program, { order });
    expect(problems, problems.join("\n")).toEqual([]);
  }
  // The plan, as data.
  const labels = program.compiled.plans.flatMap((p) => p.methods["forward"]!.nodes.map((n) => n.alias));
  expect(labels).toContain(hostile);
});

test("a method called __proto__, and other names of objects", async () => {
  const names = ["__proto__", "constructor2", "hasOwnProperty", "toString", "then"];
  const source = `import { LLMInference, Module } from "plait";
export class Main extends Module {
  a = new LLMInference({ alias: "a" });
${names.map((n) => `  ["${n}"](q: string): string { return this.a("${n}" + q); }`).join("\n")}
  forward(doc: string) {
    return [${names.map((n) => `this.${n}(doc)`).join(", ")}];
  }
}
`;
  const { problems } = await check(loadProgram(source), { order: ORDERS[0]! });
  expect(problems, problems.join("\n")).toEqual([]);
});

test("what is emitted is an ES module that runs by itself", async () => {
  const source = `"use strict";
import { Module } from "plait";
class Up extends Module { async forward(q: string) { return q.toUpperCase(); } }
export class Main extends Module {
  up = new Up();
  forward(doc: string) { return this.up(this.up(doc) + "!"); }
}
`;
  mkdirSync(folder, { recursive: true });
  const file = new URL("program.mjs", folder);
  writeFileSync(file, stripTypes("program.ts", compileText(source, "program.ts").code));
  const runFile = new URL("run.mjs", folder);
  const internal = JSON.stringify(new URL("../../runtime/dist/internal.js", import.meta.url).href);
  writeFileSync(
    runFile,
    `import { execute, realEnv } from ${internal};\nimport { Main } from "./program.mjs";\n` +
      `console.log(await execute(new Main(), ["x"], { dispatch: { complete() {}, admits: 1, env: realEnv } }));\n`,
  );
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(runFile)]);
  expect(stdout).toBe("X!\n");
});
