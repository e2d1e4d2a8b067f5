import type { Diagnostic } from "plaitc-compiler";
import { expect, test } from "vitest";
import { parseCommandLine, type Command } from "../command.js";
import type { Terminal } from "../terminal.js";
import { PROJECT_OPTIONS, report } from "./projectOptions.js";

const command: Command = { name: "check", operands: "", summary: "", options: PROJECT_OPTIONS, run: () => 0 };
const place = { start: 0, end: 1, line: 3, column: 5, related: [] };
const FOUND: Diagnostic[] = [
  { ...place, file: "/app/src/a.ts", code: "PLT1001", severity: "error", message: "first\n  and more" },
  { ...place, file: "/app/src/a.ts", code: "TS2322", severity: "error", message: "second" },
  { ...place, file: "/app/src/b.ts", code: "PLT2001", severity: "warning", message: "careful" },
  { ...place, file: "/app/src/b.ts", code: "PLT2003", severity: "remark", message: "one after another" },
];

function printed(diagnostics: readonly Diagnostic[], ...argv: string[]): { errors: number; lines: string[] } {
  const lines: string[] = [];
  const terminal: Terminal = {
    out: (text) => lines.push(text),
    err: (text) => lines.push(text),
    cwd: "/app",
    color: false,
    interactive: false,
    columns: 100,
  };
  return { errors: report(diagnostics, parseCommandLine(command, argv), terminal), lines };
}

test("one line each, remarks only counted", () => {
  expect(printed(FOUND)).toEqual({
    errors: 2,
    lines: [
      "src/a.ts(3,5): error PLT1001: first and more",
      "src/a.ts(3,5): error TS2322: second",
      "src/b.ts(3,5): warning PLT2001: careful",
      "Found 2 errors in 1 file.",
      "1 remark on calls that wait for each other: --remarks shows it.",
    ],
  });
});

test("--remarks shows them", () => {
  expect(printed(FOUND.slice(2), "--remarks")).toEqual({
    errors: 0,
    lines: ["src/b.ts(3,5): warning PLT2001: careful", "src/b.ts(3,5): remark PLT2003: one after another"],
  });
});

test("--pretty uses the block form, --no-pretty the line", () => {
  expect(printed(FOUND.slice(0, 1), "--pretty").lines[0]).toMatch(/^src\/a\.ts:3:5 - error PLT1001: first/);
  expect(printed(FOUND.slice(0, 1), "--no-pretty").lines[0]).toMatch(/^src\/a\.ts\(3,5\)/);
});

test("an error that belongs to no file", () => {
  expect(printed([{ ...place, file: "", code: "PLT1040", severity: "error", message: "no project" }]).lines[0]).toBe(
    "error PLT1040: no project",
  );
});
