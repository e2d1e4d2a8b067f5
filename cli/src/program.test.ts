import { describe, expect, test } from "vitest";
import { runProgram } from "./program.js";
import { wantsColor, type Terminal } from "./terminal.js";

async function plaitc(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const lines: { out: string[]; err: string[] } = { out: [], err: [] };
  const terminal: Terminal = {
    out: (text) => lines.out.push(text),
    err: (text) => lines.err.push(text),
    cwd: process.cwd(),
    color: false,
    interactive: false,
    columns: 100,
  };
  const code = await runProgram(argv, terminal);
  return { code, out: lines.out.join("\n"), err: lines.err.join("\n") };
}

describe("plaitc", () => {
  test("without a command: help, and exit code 2", async () => {
    const { code, out } = await plaitc();
    expect(code).toBe(2);
    for (const name of ["init", "build", "check", "graph", "run", "simulate"]) expect(out).toContain(`  ${name} `);
  });
  test("--help and --version", async () => {
    expect(await plaitc("--help")).toMatchObject({
      code: 0,
      out: expect.stringContaining("Usage: plaitc <command>") as string,
    });
    expect((await plaitc("--version")).out).toMatch(/^\d+\.\d+\.\d+/);
  });
  test("--help of a command", async () => {
    const { code, out } = await plaitc("init", "--help");
    expect(code).toBe(0);
    expect(out).toContain("Usage: plaitc init [dir]");
    expect(await plaitc("help", "init")).toMatchObject({ code: 0, out });
  });
  test("unknown command: a suggestion and exit code 2", async () => {
    expect(await plaitc("biuld")).toMatchObject({
      code: 2,
      err: expect.stringContaining("Did you mean build?") as string,
    });
    expect((await plaitc("toString")).code).toBe(2);
  });
  test("unknown option: a suggestion and exit code 2", async () => {
    const { code, err } = await plaitc("init", "--hepl");
    expect(code).toBe(2);
    expect(err).toBe('plaitc: Unknown option --hepl. Did you mean --help? "plaitc init --help" lists the options.');
  });
  test("too many operands", async () => {
    expect((await plaitc("init", "a", "b")).code).toBe(2);
  });
});

test("wantsColor", () => {
  expect(wantsColor({}, true)).toBe(true);
  expect(wantsColor({}, false)).toBe(false);
  expect(wantsColor({ NO_COLOR: "1", FORCE_COLOR: "1" }, true)).toBe(false);
  expect(wantsColor({ NO_COLOR: "" }, true)).toBe(true);
  expect(wantsColor({ FORCE_COLOR: "1" }, false)).toBe(true);
  expect(wantsColor({ FORCE_COLOR: "0" }, true)).toBe(false);
  expect(wantsColor({ TERM: "dumb" }, true)).toBe(false);
});
