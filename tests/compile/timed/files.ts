/** The files of one program, linked: each name that is imported is the binding that the other file exports. */
import type { Node, Program } from "oxc-parser";
import { withOutcomes } from "../inPlace.js";
import { parseTypeScript } from "../walk.js";
import { lexicalNames, namesIn, varNames } from "./analysis.js";
import { Binding, Frame, Scope } from "./environment.js";
import { noteIdle } from "./idle.js";
import type { Run } from "./run.js";
import { execute, hoist } from "./statements.js";
import { NOTHING, Unsupported, timed } from "./values.js";

const SEPARATOR = /^\/\/ @file:[ \t]*(\S+)[ \t]*\r?$/m;

/** File name to text; the first, before any separator, is `""`. */
export function splitFiles(source: string): Map<string, string> {
  const parts = source.split(new RegExp(SEPARATOR, "gm"));
  const files = new Map<string, string>([["", parts[0] as string]]);
  for (let i = 1; i + 1 < parts.length; i += 2) files.set(parts[i] as string, parts[i + 1] as string);
  return files;
}

let last: { source: string; programs: Map<string, Program> } | undefined;

/** The same program is interpreted under many orders; what is known of its syntax is kept with the tree. */
export function parseFiles(source: string): Map<string, Program> {
  if (last?.source === source) return last.programs;
  const programs = new Map<string, Program>();
  for (const [name, text] of splitFiles(source)) {
    const { program, errors } = parseTypeScript(name || "main.ts", withOutcomes(text, name || "main.ts"));
    if (errors[0]) throw new Unsupported(`does not parse: ${errors[0].message}`);
    noteIdle(program);
    programs.set(name, program);
  }
  last = { source, programs };
  return programs;
}

interface FileModule {
  scope: Scope;
  exports: Map<string, Binding>;
}

export function runFiles(
  run: Run,
  programs: ReadonlyMap<string, Program>,
  plait: Readonly<Record<string, unknown>>,
): Map<string, Binding> {
  const modules = new Map<string, FileModule>();

  const load = (name: string): FileModule => {
    const known = modules.get(name);
    if (known) return known;
    const program = programs.get(name);
    if (!program) throw new Unsupported(`no file ${name}`);
    const frame = new Frame(NOTHING);
    run.fileFrames.add(frame);
    const scope = new Scope(undefined, frame);
    const module: FileModule = { scope, exports: new Map() };
    modules.set(name, module);
    const body = program.body as readonly Node[];
    for (const n of varNames(program)) scope.declare(n, true, NOTHING);
    hoist(run, body, scope, lexicalNames(body));
    exportNames(body, module);
    link(body, module);
    for (const statement of body) {
      execute(run, statement, scope);
      if (
        statement.type === "TSEnumDeclaration" ||
        (statement.type === "ExportNamedDeclaration" && statement.declaration?.type === "TSEnumDeclaration") ||
        statement.type === "ExportDefaultDeclaration"
      )
        exportNames(body, module);
    }
    return module;
  };

  const fileOf = (specifier: string): string => {
    const name = specifier.replace(/^\.\//, "").replace(/\.js$/, ".ts");
    return name === "main.ts" && !programs.has(name) ? "" : name;
  };

  const link = (body: readonly Node[], module: FileModule): void => {
    for (const node of body) {
      if (node.type === "ImportDeclaration" && node.importKind !== "type") {
        const from = node.source.value;
        const other = from.startsWith(".") ? load(fileOf(from)) : undefined;
        for (const specifier of node.specifiers) {
          const { local } = specifier;
          if (specifier.type === "ImportNamespaceSpecifier") throw new Unsupported("import *");
          if (specifier.type === "ImportSpecifier" && specifier.importKind === "type") continue;
          const name = specifier.type === "ImportDefaultSpecifier" ? "default" : nameOf(specifier.imported);
          const binding = other
            ? other.exports.get(name)
            : name in plait
              ? new Binding(module.scope.frame, false, timed(plait[name]))
              : undefined;
          if (binding) module.scope.names.set(local.name, binding);
          else if (!other) module.scope.declare(local.name, false, NOTHING);
        }
      } else if (node.type === "ExportNamedDeclaration" && node.source && node.exportKind !== "type") {
        const other = load(fileOf(node.source.value));
        for (const s of node.specifiers) {
          const binding = other.exports.get(nameOf(s.local));
          if (binding) module.exports.set(nameOf(s.exported), binding);
        }
      } else if (node.type === "ExportAllDeclaration" && node.exportKind !== "type") {
        const other = load(fileOf(node.source.value));
        for (const [name, binding] of other.exports) if (name !== "default") module.exports.set(name, binding);
      }
    }
    // What was imported may be exported on.
    exportNames(body, module);
  };

  return load("").exports;
}

function exportNames(body: readonly Node[], { scope, exports }: FileModule): void {
  const add = (exported: string, local: string): void => {
    const binding = scope.names.get(local);
    if (binding) exports.set(exported, binding);
  };
  for (const node of body) {
    if (node.type === "ExportNamedDeclaration" && !node.source) {
      const { declaration } = node;
      if (declaration?.type === "VariableDeclaration")
        for (const name of declaration.declarations.flatMap((d) => namesIn(d.id))) add(name, name);
      else if (declaration && "id" in declaration && declaration.id?.type === "Identifier")
        add(declaration.id.name, declaration.id.name);
      for (const specifier of node.specifiers) add(nameOf(specifier.exported), nameOf(specifier.local));
    } else if (node.type === "ExportDefaultDeclaration") {
      const { declaration } = node;
      add("default", "id" in declaration && declaration.id?.type === "Identifier" ? declaration.id.name : "*default");
    }
  }
}

const nameOf = (node: { type: string; name?: string; value?: unknown }): string =>
  node.type === "Literal" ? String(node.value) : (node.name as string);
