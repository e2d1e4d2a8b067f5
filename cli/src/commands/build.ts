/** `plaitc build`: JavaScript, declarations, source maps and plan files of a project. */
import path from "node:path";
import { compile, type CompileResult } from "plaitc-compiler/project";
import type { Command } from "../command.js";
import { count } from "../problems.js";
import { writeEmitted } from "../writeEmitted.js";
import { PROJECT_OPTIONS, projectOf, refuseOperands, report } from "./projectOptions.js";
import { watchProject } from "./watch.js";

export const build: Command = {
  name: "build",
  operands: "[-p tsconfig.json] [--outDir dist]",
  summary: "compile a project",
  options: {
    ...PROJECT_OPTIONS,
    outDir: { type: "string", value: "<dir>", about: "where to write, instead of the tsconfig's outDir" },
    noEmit: { type: "boolean", about: "write nothing, as plaitc check" },
    watch: { type: "boolean", short: "w", about: "stay, and compile again whenever a file changes" },
    listEmittedFiles: { type: "boolean", about: "print the name of every file written" },
  },
  notes: [
    "Everything else comes from the tsconfig, as for tsc. Beside every compiled file stands its plan, *.plan.json.",
  ],
  async run(line, terminal) {
    refuseOperands(line, "build");
    if (line.flag("watch")) return watchProject(line, terminal);
    const outDir = line.text("outDir");
    const noEmit = line.flag("noEmit");
    const result = compile({
      project: projectOf(line, terminal),
      ...(outDir === undefined ? {} : { outDir: path.resolve(terminal.cwd, outDir) }),
      ...(noEmit === undefined ? {} : { noEmit }),
    });
    writeEmitted(result.emitted);
    if (line.flag("listEmittedFiles")) for (const { fileName } of result.emitted) terminal.out(`TSFILE: ${fileName}`);
    const errors = report(result.diagnostics, line, terminal);
    if (errors === 0 || !result.emitSkipped) terminal.out(summaryOf(result));
    return errors > 0 ? 1 : 0;
  },
};

export function summaryOf(result: CompileResult): string {
  const methods = result.plans.flatMap((plan) => Object.values(plan.methods));
  const calls = methods.reduce((sum, method) => sum + method.calls, 0);
  if (result.plans.length === 0) return "Nothing to compile: no class with module calls found.";
  const written = result.emitSkipped ? "nothing written" : `${count(result.emitted.length, "file")} written`;
  return `Compiled ${count(result.plans.length, "module")} with ${count(calls, "call")}; ${written}.`;
}
