/** The `plaitc` command without its process: finds the subcommand, reads its options, turns its outcome into an exit code. */
import { readFileSync } from "node:fs";
import { CommandError, helpOf, parseCommandLine, UsageError, type Command, type Option } from "./command.js";
import { nearest } from "./nearest.js";
import type { Terminal } from "./terminal.js";

// Each is loaded when it is asked for: only some need a TypeScript, which takes half a second to load.
const COMMANDS: Record<string, { summary: string; load: () => Promise<Command> }> = {
  init: { summary: "create a project", load: async () => (await import("./commands/init.js")).init },
  build: { summary: "compile a project", load: async () => (await import("./commands/build.js")).build },
  watch: {
    summary: "compile a project, and again whenever a file changes",
    load: async () => (await import("./commands/watch.js")).watch,
  },
  check: {
    summary: "report what is wrong with a project, without writing anything",
    load: async () => (await import("./commands/check.js")).check,
  },
  graph: { summary: "draw what runs when", load: async () => (await import("./commands/graph.js")).graph },
  run: { summary: "run one pipeline of a TypeScript file", load: async () => (await import("./commands/run.js")).run },
  simulate: {
    summary: "serve simulated models over HTTP",
    load: async () => (await import("./commands/simulate.js")).simulate,
  },
};

const HELP: Option = { type: "boolean", short: "h", about: "show this help" };

export async function runProgram(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = argv;
  try {
    if (name === undefined || name === "help" || name === "--help" || name === "-h") {
      const topic = rest[0] === undefined ? undefined : COMMANDS[rest[0]];
      terminal.out(topic ? helpOf(withHelp(await topic.load())) : overview());
      return name === undefined ? 2 : 0;
    }
    if (name === "--version" || name === "-v" || name === "-V") {
      terminal.out(version());
      return 0;
    }
    const found = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!found) throw new UsageError(unknownCommand(name));
    const command = withHelp(await found.load());
    const line = parseCommandLine(command, rest);
    if (line.flag("help")) {
      terminal.out(helpOf(command));
      return 0;
    }
    return await command.run(line, terminal);
  } catch (error) {
    if (error instanceof UsageError || error instanceof CommandError) {
      terminal.err(`plaitc: ${error.message}`);
      return error instanceof UsageError ? 2 : 1;
    }
    throw error;
  }
}

function withHelp(command: Command): Command {
  return { ...command, options: { ...command.options, help: HELP } };
}

export function version(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

function overview(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length)) + 3;
  return [
    `plaitc ${version()}: compiles LLM pipelines that are written as ordinary TypeScript`,
    "",
    "Usage: plaitc <command> [options]",
    "",
    "Commands:",
    ...Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}${summary}`),
    "",
    '"plaitc <command> --help" explains one of them; "plaitc --version" prints the version.',
    "Exit codes: 0 success, 1 errors in the program, 2 wrong usage.",
  ].join("\n");
}

function unknownCommand(name: string): string {
  const what = name.startsWith("-") ? "option" : "command";
  const meant = nearest(name, what === "option" ? ["--help", "--version"] : Object.keys(COMMANDS));
  return `Unknown ${what} ${name}.${meant === undefined ? "" : ` Did you mean ${meant}?`} "plaitc --help" lists the commands.`;
}
