import { expect, test } from "vitest";
import { formatDiagnostic, formatDiagnosticLine } from "./formatDiagnostic.js";
import type { Diagnostic, Span } from "./types.js";

/** Span of a piece of the text. */
function at(text: string, part: string, occurrence = 0, file = "src/report.ts"): Span {
  let start = -1;
  for (let i = 0; i <= occurrence; i++) start = text.indexOf(part, start + 1);
  const before = text.slice(0, start).split(/\r\n|\n/);
  return {
    file,
    start,
    end: start + part.length,
    line: before.length,
    column: before.at(-1)!.length + 1,
  };
}

function diagnostic(span: Span, more: Partial<Diagnostic> = {}): Diagnostic {
  return {
    ...span,
    code: "PLT2003",
    severity: "remark",
    message: "the message.",
    related: [],
    ...more,
  };
}

function format(text: string, d: Diagnostic): string {
  return formatDiagnostic(d, { readText: () => text });
}

const LOOP = `${"\n".repeat(11)}  for (const note of notes) {
    //
    draft = this.refine(draft, note);
  }
`;

test("a remark with a note at its own place, and another line of the same file", () => {
  const span = at(LOOP, "draft");
  const text = format(
    LOOP,
    diagnostic(span, {
      message: "iterations run one after another, because `draft` is carried around the loop.",
      related: [
        { ...span, message: "written here, read by the next iteration" },
        { ...at(LOOP, "note"), message: "one iteration for each" },
      ],
      hint: "To overlap them, join the results after the loop.",
    }),
  );
  expect(text).toBe(
    `src/report.ts:14:5 - remark PLT2003: iterations run one after another, because \`draft\` is carried around the loop.
  12    for (const note of notes) {
                   ~~~~ one iteration for each
  14      draft = this.refine(draft, note);
          ~~~~~ written here, read by the next iteration
To overlap them, join the results after the loop.`,
  );
});

test("several places of one line are underlined one by one", () => {
  const text = "a = b + c;";
  const d = diagnostic(at(text, "b"), { related: [{ ...at(text, "a"), message: "assigned" }] });
  expect(format(text, d).split("\n").slice(1)).toEqual(["  1  a = b + c;", "         ~", "     ~ assigned"]);
});

test("tabs, wide characters and combining marks keep the underline below its text", () => {
  const text = "\tx = f('日本', '🙂', 'e\u0301', y);";
  expect(
    format(text, diagnostic(at(text, "y")))
      .split("\n")
      .slice(1),
  ).toEqual(["  1      x = f('日本', '🙂', 'e\u0301', y);", `     ${" ".repeat(4 + 6 + 8 + 6 + 5)}~`]);
});

test("a span of many lines is shown by its first", () => {
  const text = "before();\r\nwhile (a) {\r\n  b();\r\n}\r\nafter();\r\n";
  const d = diagnostic(at(text, "while (a) {\r\n  b();\r\n}"));
  expect(format(text, d).split("\n").slice(1)).toEqual(["  2  while (a) {", "     ~~~~~~~~~~~ (to line 4)"]);
});

test("a long line is cut around the place", () => {
  const text = `${"a".repeat(500)}HERE${"b".repeat(500)}`;
  const [, code, marks] = format(text, diagnostic(at(text, "HERE"))).split("\n");
  expect(code!.length).toBeLessThan(135);
  expect(code).toMatch(/^ {2}1 {2}…a+HEREb+…$/);
  expect(marks!.indexOf("~~~~")).toBe(code!.indexOf("HERE"));
  const wide = format(text, diagnostic({ ...at(text, "a".repeat(500)) })).split("\n");
  expect(wide[2]!.length).toBeLessThan(135);
});

test.each([
  ["an empty file", "", { start: 0, end: 0 }],
  ["a place after the end", "ab", { start: 50, end: 60 }],
  ["a place at a line break", "ab\ncd", { start: 2, end: 3 }],
  ["a place in a CRLF", "ab\r\ncd", { start: 3, end: 4 }],
  ["an end before the start", "abc", { start: 2, end: 1 }],
])("%s does not break the frame", (_, text, span) => {
  const lines = format(text, diagnostic({ file: "a.ts", line: 1, column: 1, ...span })).split("\n");
  expect(lines).toHaveLength(3);
  expect(lines[2]!.trim()).toBe("~");
});

test("places in another file, with its text and without", () => {
  const own = "call(x);";
  const other = "export const x = 1;";
  const d = diagnostic(at(own, "x"), {
    related: [{ ...at(other, "x = 1", 0, "src/other.ts"), message: "declared here" }],
  });
  const read = (file: string): string | undefined => (file === "src/report.ts" ? own : undefined);
  expect(formatDiagnostic(d, { readText: read }).split("\n").slice(1)).toEqual([
    "  1  call(x);",
    "          ~",
    "  src/other.ts:1:14  declared here",
  ]);
  const both = (file: string): string => (file === "src/report.ts" ? own : other);
  expect(formatDiagnostic(d, { readText: both }).split("\n").slice(3)).toEqual([
    "  src/other.ts:1",
    "  1  export const x = 1;",
    "                  ~~~~~ declared here",
  ]);
});

test("without a file, and without texts", () => {
  const none = { file: "", start: 0, end: 0, line: 1, column: 1 };
  const d = diagnostic(none, { severity: "error", code: "PLT1040", hint: "Run `plaitc init`." });
  expect(formatDiagnostic(d)).toBe("error PLT1040: the message.\nRun `plaitc init`.");
  expect(formatDiagnosticLine(d)).toBe("error PLT1040: the message.");
});

test("one line, relative to a folder", () => {
  const d = diagnostic(
    { file: "/app/src/report.ts", start: 0, end: 1, line: 14, column: 5 },
    { message: "first\n  second" },
  );
  expect(formatDiagnosticLine(d, { cwd: "/app" })).toBe("src/report.ts(14,5): remark PLT2003: first second");
  expect(formatDiagnostic(d, { cwd: "/app" })).toContain("src/report.ts:14:5 - ");
});

test("colours wrap the same text", () => {
  const d = diagnostic(at(LOOP, "draft"), { hint: "The hint." });
  const colored = formatDiagnostic(d, { color: true, readText: () => LOOP });
  // oxlint-disable-next-line no-control-regex
  expect(colored.replaceAll(/\u001b\[\d+m/g, "")).toBe(format(LOOP, d));
  expect(colored).not.toBe(format(LOOP, d));
});
