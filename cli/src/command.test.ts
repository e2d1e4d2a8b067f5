import { describe, expect, test } from "vitest";
import { helpOf, parseCommandLine, UsageError, type Command } from "./command.js";

const command: Command = {
  name: "build",
  operands: "[-p path]",
  summary: "compile a project",
  options: {
    project: { type: "string", short: "p", value: "<path>", about: "which project" },
    outDir: { type: "string", value: "<dir>", about: "where to write" },
    pretty: { type: "boolean", about: "with colours" },
    input: { type: "string", multiple: true, value: "<text>", about: "an input" },
  },
  notes: ["A note."],
  run: () => 0,
};

describe("parseCommandLine", () => {
  test("values, flags, negated flags, lists and operands", () => {
    const line = parseCommandLine(command, [
      "a",
      "-p",
      "x",
      "--outDir=y",
      "--no-pretty",
      "--input",
      "1",
      "--input",
      "2",
      "--",
      "-b",
    ]);
    expect(line.text("project")).toBe("x");
    expect(line.text("outDir")).toBe("y");
    expect(line.flag("pretty")).toBe(false);
    expect(line.texts("input")).toEqual(["1", "2"]);
    expect(line.positionals).toEqual(["a", "-b"]);
  });
  test("what is not given is undefined", () => {
    const line = parseCommandLine(command, []);
    expect([line.text("project"), line.flag("pretty"), line.texts("input")]).toEqual([undefined, undefined, []]);
  });
  test.each([
    [["--outdir", "x"], "Did you mean --outDir?"],
    [["--porject", "x"], "Did you mean --project?"],
    [["--zzzzzz"], "Unknown option --zzzzzz."],
    [["--project"], "argument missing"],
    [["-x"], "Unknown option -x."],
  ])("%j", (argv, message) => {
    expect(() => parseCommandLine(command, argv)).toThrow(UsageError);
    expect(() => parseCommandLine(command, argv)).toThrow(message);
  });
});

test("helpOf", () => {
  expect(`\n${helpOf(command)}\n`).toMatchInlineSnapshot(`
    "
    plaitc build: compile a project

    Usage: plaitc build [-p path]

    Options:
      -p, --project <path>  which project
          --outDir <dir>    where to write
          --pretty          with colours
          --input <text>    an input

    A note.
    "
  `);
});
