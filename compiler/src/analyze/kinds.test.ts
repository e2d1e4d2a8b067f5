import { expect, test } from "vitest";
import { compileFile } from "../compileFile.js";

test.each([
  ["is exported", "export const run = "],
  ["is called", "run({});\nconst run = "],
  ["is not used", "const run = "],
])(
  "asks no checker for the type of a bound pipeline that %s: it takes as long as the rest of the file",
  (_, before) => {
    const text = `import { LLMInference, Module } from "plait";
export class Main extends Module {
  a = new LLMInference();
  names: string[] = [];
  forward(doc: { text: string }) {
    this.names.push(doc.text);
    return this.a(doc.text);
  }
}
${before}new Main().bind({ endpoints: {} });
`;
    const asked: string[] = [];
    const host = {
      kindOf: (start: number, end: number) => {
        asked.push(text.slice(start, end));
        return { type: "unknown" } as const;
      },
      isModuleClass: () => undefined,
    };
    expect(compileFile({ fileName: "main.ts", text, host }).changed).toBe(true);
    expect(asked).toContain("this.a(doc.text)");
    expect(asked.filter((part) => part.includes("bind("))).toEqual([]);
  },
);
