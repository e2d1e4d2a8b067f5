/** What a command of `plaitc` is, and how its options are read. */
import { parseArgs } from "node:util";
import { nearest } from "./nearest.js";
import type { Terminal } from "./terminal.js";

export interface Option {
  type: "boolean" | "string";
  short?: string;
  multiple?: boolean;
  /** What stands for the value in the help: `<dir>`. */
  value?: string;
  about: string;
}

export interface CommandLine {
  positionals: string[];
  flag(name: string): boolean | undefined;
  text(name: string): string | undefined;
  texts(name: string): string[];
}

export interface Command {
  name: string;
  /** What follows the name in the usage line. */
  operands: string;
  summary: string;
  options: Readonly<Record<string, Option>>;
  /** Lines below the options. */
  notes?: readonly string[];
  /** The exit code: 0 success, 1 the program has errors, 2 wrong usage. */
  run(line: CommandLine, terminal: Terminal): Promise<number> | number;
}

/** Wrong usage: printed as it is, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Something outside is not as the command needs it (a missing file, a taken port): printed as it is, exit code 1. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** @throws UsageError for an unknown option or a missing value. */
export function parseCommandLine(command: Command, argv: readonly string[]): CommandLine {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...argv],
      allowPositionals: true,
      allowNegative: true,
      strict: true,
      options: Object.fromEntries(
        Object.entries(command.options).map(([name, { type, short, multiple }]) => [
          name,
          { type, ...(short === undefined ? {} : { short }), ...(multiple === undefined ? {} : { multiple }) },
        ]),
      ),
    });
  } catch (error) {
    throw new UsageError(explain(command, error));
  }
  const values: Record<string, string | boolean | (string | boolean)[] | undefined> = parsed.values;
  return {
    positionals: parsed.positionals,
    flag: (name) => (typeof values[name] === "boolean" ? values[name] : undefined),
    text: (name) => (typeof values[name] === "string" ? values[name] : undefined),
    texts: (name) => [values[name] ?? []].flat().filter((value) => typeof value === "string"),
  };
}

/** Node's message, with the option that was probably meant. */
function explain(command: Command, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /^Unknown option '([^']+)'/.exec(message)?.[1];
  const help = `"plaitc ${command.name} --help" lists the options.`;
  if (unknown === undefined) return `${message.split(/\.\s/)[0]}. ${help}`;
  const known = Object.entries(command.options).flatMap(([name, { short }]) => [
    `--${name}`,
    ...(short ? [`-${short}`] : []),
  ]);
  const meant = nearest(unknown, known);
  return `Unknown option ${unknown}.${meant === undefined ? "" : ` Did you mean ${meant}?`} ${help}`;
}

export function helpOf(command: Command): string {
  const rows = Object.entries(command.options).map(([name, option]) => {
    const short = option.short === undefined ? "    " : `-${option.short}, `;
    return [`  ${short}--${name}${option.value === undefined ? "" : ` ${option.value}`}`, option.about] as const;
  });
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return [
    `plaitc ${command.name}: ${command.summary}`,
    "",
    `Usage: plaitc ${command.name} ${command.operands}`.trimEnd(),
    "",
    "Options:",
    ...rows.map(([left, about]) => left.padEnd(width) + about),
    ...(command.notes ? ["", ...command.notes] : []),
  ].join("\n");
}
