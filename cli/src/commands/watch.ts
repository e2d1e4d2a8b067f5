/** `plaitc watch`, and `plaitc build --watch`: builds, then builds what each change makes necessary, until Ctrl-C. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { type EmittedFile, openProject } from "plaitc-compiler/project";
import type { Command, CommandLine } from "../command.js";
import { count } from "../problems.js";
import type { Terminal } from "../terminal.js";
import { watchFolders } from "../watchFolders.js";
import { writeEmitted } from "../writeEmitted.js";
import { PROJECT_OPTIONS, projectOf, refuseOperands, report } from "./projectOptions.js";

export const watch: Command = {
  name: "watch",
  operands: "[-p tsconfig.json] [--outDir dist]",
  summary: "compile a project, and again whenever a file changes",
  options: {
    ...PROJECT_OPTIONS,
    outDir: { type: "string", value: "<dir>", about: "where to write, instead of the tsconfig's outDir" },
    noEmit: { type: "boolean", about: "write nothing, only report" },
  },
  notes: ["JavaScript of a changed file is written at once; its types are checked right after. Ctrl-C ends it."],
  run: watchProject,
};

export async function watchProject(line: CommandLine, terminal: Terminal): Promise<number> {
  refuseOperands(line, "watch");
  const outDir = line.text("outDir");
  const noEmit = line.flag("noEmit");
  const project = openProject({
    project: projectOf(line, terminal),
    ...(outDir === undefined ? {} : { outDir: path.resolve(terminal.cwd, outDir) }),
    ...(noEmit === undefined ? {} : { noEmit }),
  });

  /** Says what went wrong and goes on: a full disk may be empty again in a minute. */
  function write(files: readonly EmittedFile[]): void {
    try {
      writeEmitted(files);
    } catch (error) {
      terminal.err(`plaitc: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  function build(changed: readonly string[]): void {
    const started = performance.now();
    const update = project.update(changed);
    write(update.emitted);
    const writtenMs = performance.now() - started;
    let { diagnostics, emitted } = update.check();
    write(emitted);
    let written = update.emitted.length + emitted.length;
    // Sources may import files of folders that were not watched yet: what has changed there since it was read.
    for (let added = watcher.follow(project.folders(changed)); added.length > 0;) {
      const late = project.update(added.flatMap(sourcesIn));
      write(late.emitted);
      ({ diagnostics, emitted } = late.check());
      write(emitted);
      written += late.emitted.length + emitted.length;
      added = watcher.follow(project.folders([]));
    }
    report(diagnostics, line, terminal);
    const ms = Math.round(update.emitted.length > 0 ? writtenMs : performance.now() - started);
    terminal.out(`${clock()} ${count(written, "file")} written in ${ms} ms. Watching for changes …`);
  }

  // From before the first build, so that no change is missed: what comes meanwhile is told afterwards.
  const watcher = watchFolders(project.folders(), (changed) => {
    // New folders are watched before they are read: what changes in them while that is built is told afterwards.
    watcher.follow(project.folders(changed));
    if (!project.concerns(changed)) return;
    build(changed);
  });
  const interrupted = interruption();
  build([]);
  await interrupted;
  watcher.close();
  return 0;
}

function sourcesIn(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => /\.[cm]?[jt]sx?$/.test(name));
    return names.map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}

function interruption(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}

function clock(): string {
  return new Date().toTimeString().slice(0, 8);
}
