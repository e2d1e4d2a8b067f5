/** `plaitc init`: a small project that compiles and runs as it is, without a key. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { CommandError, UsageError, type Command } from "../command.js";
import { version } from "../program.js";
import { writeFileAtomically } from "../writeFileAtomically.js";
import { count, fileProblem } from "../problems.js";

const TEMPLATE = fileURLToPath(new URL("../../templates/basic", import.meta.url));

export const init: Command = {
  name: "init",
  operands: "[dir]",
  summary: "create a project",
  options: {},
  notes: ["Existing files are never overwritten."],
  async run(line, terminal) {
    const [directory = ".", ...more] = line.positionals;
    if (more.length > 0) throw new UsageError("plaitc init creates one project: name one directory.");
    const root = path.resolve(terminal.cwd, directory);
    const files = templateFiles(packageName(path.basename(root)));

    const existing = [...files.keys()].filter((name) => existsSync(path.join(root, name)));
    if (existing.length > 0) {
      throw new CommandError(
        `nothing was written, because ${root} already has ${existing.join(", ")}. Choose a new directory, or move ${existing.length === 1 ? "that file" : "those files"} away.`,
      );
    }
    for (const [name, text] of files) {
      try {
        writeFileAtomically(path.join(root, name), text);
      } catch (error) {
        throw fileProblem("write", path.join(root, name), error);
      }
    }
    terminal.out(
      [
        `Created ${count(files.size, "file")} in ${root}:`,
        ...[...files.keys()].map((name) => `  ${name}`),
        "",
        "Next:",
        ...(directory === "." ? [] : [`  cd ${directory}`]),
        "  npm install",
        "  npm start",
      ].join("\n"),
    );
    return 0;
  },
};

/** Path in the project → text. */
export function templateFiles(name: string): Map<string, string> {
  const entries = readdirSync(TEMPLATE, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry): [string, string] => {
    const source = path.join(entry.parentPath, entry.name);
    // npm leaves out or renames files of these names when it packs.
    const target = path
      .relative(TEMPLATE, source)
      .replaceAll("\\", "/")
      .replace(/^_/, "")
      .replace(/^gitignore$/, ".gitignore");
    return [target, readFileSync(source, "utf8").replaceAll("{{name}}", name).replaceAll("{{version}}", version())];
  });
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A valid npm name from that of a folder. */
export function packageName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+|[._-]+$/g, "");
  return name === "" ? "pipeline" : name;
}
