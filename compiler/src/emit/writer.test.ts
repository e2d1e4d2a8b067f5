/** Where generated text says that it comes from. */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { expect, test } from "vitest";
import { compileFile } from "../compileFile.js";
import { lineStarts, positionAt } from "../syntax/parse.js";
import { write } from "./writer.js";

test("slices keep their place, word by word; strings have none", () => {
  const source = "let alpha = beta;\nlet gamma = delta;\n";
  const { code, map } = write(
    ["/* made */ ", { start: 18, end: 34 }, "!", { start: 4, end: 9 }],
    source,
    "a.ts",
    lineStarts(source),
  );
  expect(code).toBe("/* made */ let gamma = delt!alpha");
  const trace = new TraceMap(map as never);
  const from = (column: number): unknown => {
    const { line, column: c } = originalPositionFor(trace, { line: 1, column });
    return line === null ? undefined : [line, c];
  };
  expect(from(0)).toBeUndefined();
  expect(from(code.indexOf("gamma"))).toEqual([2, 4]);
  expect(from(code.indexOf("delt"))).toEqual([2, 12]);
  expect(from(code.indexOf("!"))).toBeUndefined();
  expect(from(code.indexOf("alpha"))).toEqual([1, 4]);
});

test.each(["\n", "\r\n"])("names of a compiled file come from where they are written (%j)", (newline) => {
  const source = [
    `import { LLMInference, Module } from "plait";`,
    `export class Main extends Module {`,
    `  model = new LLMInference({ alias: "m" });`,
    `  forward(document: string) {`,
    `    const summary = this.model(document.trimStart());`,
    `    if (summary.startsWith("no")) return "none";`,
    `    console.log(summary.toUpperCase());`,
    `    return \`two`,
    `lines \${summary.padEnd(3)}\`;`,
    `  }`,
    `}`,
    `export const after = Main.name;`,
    ``,
  ].join(newline);
  const { code, map } = compileFile({ fileName: "a.ts", text: source });
  const trace = new TraceMap(map as never);
  const inCode = lineStarts(code);
  const block = code.indexOf("static {");
  for (const word of ["trimStart", "startsWith", "toUpperCase", "padEnd", `"none"`, "after"]) {
    const at = code.indexOf(word, word === "after" ? code.indexOf("export const after") : block);
    expect(at, word).toBeGreaterThan(0);
    const generated = positionAt(inCode, at);
    const wanted = positionAt(
      lineStarts(source),
      source.indexOf(word, word === "after" ? source.indexOf("export const") : 0),
    );
    const original = originalPositionFor(trace, { line: generated.line, column: generated.column - 1 });
    expect([original.line, (original.column ?? 0) + 1], word).toEqual([wanted.line, wanted.column]);
  }
  // The method as it was written stays, but breakpoints belong to the compiled one.
  const generated = positionAt(inCode, code.indexOf("trimStart"));
  expect(originalPositionFor(trace, { line: generated.line, column: generated.column - 1 }).line).toBeNull();
});
