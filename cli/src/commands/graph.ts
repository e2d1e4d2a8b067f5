/** `plaitc graph`: draws the plans of a project, a file or a class. */
import { existsSync } from "node:fs";
import path from "node:path";
import { compileFile, findEffects, readImport, readPlan, type Diagnostic } from "plaitc-compiler";
import type { ModulePlan } from "plait/internal";
import { CommandError, UsageError, type Command, type CommandLine } from "../command.js";
import { renderDot } from "../graph/renderDot.js";
import { renderJson } from "../graph/renderJson.js";
import { renderMermaid } from "../graph/renderMermaid.js";
import { renderTerminal } from "../graph/renderTerminal.js";
import { nearest } from "../nearest.js";
import type { Terminal } from "../terminal.js";
import { fileProblem, readText } from "../problems.js";
import { PROJECT_OPTIONS, projectOf, report } from "./projectOptions.js";
import { splitTarget } from "./splitTarget.js";

const FORMATS = ["terminal", "mermaid", "dot", "json"] as const;

export const graph: Command = {
  name: "graph",
  operands: "[file.ts[#Class]] [--format terminal|mermaid|dot|json]",
  summary: "draw what runs when",
  options: {
    project: PROJECT_OPTIONS.project,
    format: { type: "string", value: "<format>", about: "terminal (default), mermaid, dot or json" },
    ascii: { type: "boolean", about: "draw with ASCII characters only" },
    width: {
      type: "string",
      value: "<columns>",
      about: "columns to stay within (default: those of the terminal, at most 100)",
    },
  },
  notes: ["Time runs downwards; what stands side by side runs at the same time. Heavy lines are the critical path."],
  async run(line, terminal) {
    const format = FORMATS.find((known) => known === (line.text("format") ?? "terminal"));
    if (!format) throw new UsageError(`unknown format ${line.text("format")}; there are ${FORMATS.join(", ")}.`);
    const width = Number(line.text("width") ?? Math.min(100, terminal.columns));
    if (!Number.isInteger(width) || width < 20) throw new UsageError("--width needs a whole number of at least 20.");
    const [target, ...more] = line.positionals;
    if (more.length > 0) throw new UsageError("plaitc graph draws one file, or the whole project.");

    const { plans, diagnostics } = await plansOf(target, line, terminal);
    const errors = diagnostics.filter((d) => d.severity === "error");
    if (plans.length === 0) {
      if (report(errors, line, { ...terminal, out: terminal.err }) > 0) return 1;
      throw new CommandError(`no class with module calls found in ${target ?? "the project"}.`);
    }
    if (errors.length > 0)
      terminal.err(`There are errors, so the drawing may be incomplete: "plaitc check" shows them.`);
    const renderers = {
      terminal: () =>
        plans
          .map((plan) =>
            renderTerminal(plan, { columns: width, ascii: line.flag("ascii") ?? false, color: terminal.color }),
          )
          .join("\n\n\n"),
      mermaid: () => plans.map(renderMermaid).join("\n\n"),
      dot: () => plans.map(renderDot).join("\n\n"),
      json: () => renderJson(plans),
    };
    terminal.out(renderers[format]());
    return 0;
  },
};

interface Plans {
  plans: ModulePlan[];
  diagnostics: Diagnostic[];
}

/** With types where there is a project, else from the one file. */
async function plansOf(target: string | undefined, line: CommandLine, terminal: Terminal): Promise<Plans> {
  if (target === undefined) return (await compileProject(projectOf(line, terminal))).all;
  const { file, name } = splitTarget(target, terminal.cwd);
  if (!existsSync(file)) throw new CommandError(`there is no file ${file}.`);
  const project = line.text("project") === undefined ? projectAbove(path.dirname(file)) : projectOf(line, terminal);
  const inProject = project === undefined ? undefined : (await compileProject(project)).of(file);
  const { plans, diagnostics } = inProject ?? compileAlone(file);
  if (name === undefined) return { plans, diagnostics };
  const chosen = plans.filter((plan) => plan.module === name);
  if (chosen.length === 0 && plans.length > 0) {
    const names = plans.map((plan) => plan.module);
    const meant = nearest(name, names);
    throw new CommandError(
      `no compiled class ${name} in ${file}.${meant === undefined ? "" : ` Did you mean ${meant}?`} There ${names.length === 1 ? "is" : "are"} ${names.join(", ")}.`,
    );
  }
  return { plans: chosen, diagnostics };
}

/** Loads a TypeScript, which a single file does without. */
async function compileProject(project: string): Promise<{ all: Plans; of(file: string): Plans | undefined }> {
  const { compile } = await import("plaitc-compiler/project");
  const all = compile({ project, noEmit: true });
  return { all, of: (file) => all.files.find((compiled) => path.resolve(compiled.fileName) === file) };
}

function compileAlone(file: string): Plans {
  const text = readText(file);
  if (text === undefined) throw fileProblem("read", file, new Error("it is not a readable file"));
  const { effects } = findEffects(file);
  const options = { fileName: file, text, displayName: path.basename(file), readImport, readPlan };
  return compileFile(effects ? { ...options, effects } : options);
}

function projectAbove(folder: string): string | undefined {
  if (existsSync(path.join(folder, "tsconfig.json"))) return folder;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : projectAbove(parent);
}
