/**
 * Methods of sizes that nobody writes by hand, and that are slow at once where an analysis starts again for each
 * part of what it has looked at before: nested loops, exits in a row, many statements, many functions.
 */
import { expect, test } from "vitest";
import { compileFile } from "../../compiler/dist/index.js";

const MOST_MS = 1000;

const rows = (count: number, row: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => row(i)).join("\n");

function method(body: string, members = ""): string {
  return `import { LLMInference, Module } from "plait";
export class Main extends Module {
  a = new LLMInference();
  b = new LLMInference();
  async forward(doc: string, list: string[]) {
${body}
  }
${members}
}
`;
}

/** `depth` loops in each other, each with `statement` at its start. */
function nested(depth: number, statement: (i: number) => string): string {
  return `let out = "";\n${rows(depth, (i) => `for (const x${i} of list) {\n${statement(i)}`)}${"}".repeat(depth)}\nreturn out;`;
}

const programs: Record<string, string> = {
  "8 nested loops": method(nested(8, (i) => (i === 7 ? "out += await this.a(x0 + x7 + out);" : ""))),
  "8 nested loops with effects": method(nested(8, (i) => `out += await this.a(x${i}); console.log(out);`)),
  "8 nested loops that write to objects": method(
    nested(8, (i) => `const r${i} = await this.a(x${i}); (list as any).q${i} = r${i}; unknownCall(list);`),
  ),
  "8 nested loops that are not lowered": method(
    nested(8, (i) => `label: { out += await this.a(x${i}); using held = hold(out); await this.b(out); }`),
  ),
  "8 nested tries": method(
    `let out = "";\n${rows(8, (i) => `try { out += await this.a(out + ${i});`)}
${rows(8, (i) => `} catch (e${i}) { out = await this.b(String(e${i})); console.log(out); }`)}
return out;`,
  ),
  "40 exits": method(
    `${rows(40, (i) => `const r${i} = await this.a(doc + ${i}); if (r${i}.length > ${i}) return r${i};`)}\nreturn doc;`,
  ),
  "40 exits inside of branches": method(
    `let out = "";
${rows(40, (i) => `if (doc.length > ${i}) { if (out) return await this.b(out); out = await this.a(doc + ${i}); }`)}
return out;`,
  ),
  "40 exits in both arms": method(
    `let out = "";
${rows(
  40,
  () => `if (await this.a(doc)) { if (out) return out; out += "x"; }
else if (doc) { if (!out) throw new Error("x"); out = await this.b(out); }`,
)}
return out;`,
  ),
  "300 statements": method(
    `const v0 = doc;\n${rows(300, (i) => `const v${i + 1} = await this.a(v${i} + "${i}");`)}\nreturn v300;`,
  ),
  "300 statements of several kinds": method(
    `const rows: string[] = []; const record: any = {};
${rows(
  75,
  (i) => `rows.push(await this.a(doc + ${i}));
const v${i} = doc.trim() + rows.length;
record.k${i} = await this.b(v${i});
console.log(record.k${i});`,
)}
return { rows, record };`,
  ),
  "200 local functions": method(
    `${rows(200, (i) => `const f${i} = async (x: string) => { const y = await this.a(x + ${i}); return ${i === 0 ? "y" : `y + await f${i - 1}(y)`}; };`)}
return await f199(doc);`,
  ),
  "200 local functions that call each other": method(
    `let n = 0; const self = this;
${rows(200, (i) => `async function f${i}(x: string): Promise<string> { n += ${i}; return x.length > 9 ? await self.a(x) : x + await f${(i + 1) % 200}(x) + await f${(i * 7 + 3) % 200}(x) + n; }`)}
return await f199(doc);`,
  ),
  "200 methods": method(
    "return await this.m199(doc);",
    rows(
      200,
      (i) =>
        `async m${i}(x: string) { const y = await this.a(x); return ${i === 0 ? "y" : `y + await this.m${i - 1}(y)`}; }`,
    ),
  ),
};

test.each(Object.entries(programs))("%s", (_, text) => {
  // What the processor worked, because other processes may be at work too.
  const before = process.cpuUsage();
  const { changed, diagnostics } = compileFile({ fileName: "main.ts", text });
  const { user, system } = process.cpuUsage(before);
  expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  expect(changed).toBe(true);
  expect((user + system) / 1000).toBeLessThan(MOST_MS);
});
