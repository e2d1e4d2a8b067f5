/**
 * A test program in its three forms: as written (the oracle), compiled, and compiled as one sequential region
 * per method. Each is a function of its imports and globals, so that every run has fresh module state.
 */
import { parseSync, visitorKeys, type Node } from "oxc-parser";
import { transformSync } from "oxc-transform";
import { compileFile } from "../../compiler/dist/index.js";
import type { CompiledFile } from "../../compiler/dist/index.js";

type Exports = Record<string, unknown>;
export interface Surroundings {
  plait: Exports;
  internal: Exports;
  globals: Exports;
}
export type Factory = (around: Surroundings) => Exports;

export interface Program {
  source: string;
  compiled: CompiledFile;
  /** JavaScript of the compiled file, as an ES module. */
  code: string;
  runs: { oracle: Factory; compiled: Factory; sequential: Factory };
}

export class CompileError extends Error {}

export function stripTypes(fileName: string, text: string): string {
  const result = transformSync(fileName, text, {
    lang: "ts",
    sourceType: "module",
    typescript: { onlyRemoveTypeImports: false },
  });
  const problem = result.errors[0];
  if (problem) throw new CompileError(`the text does not parse: ${problem.message}\n${text}`);
  return result.code;
}

export function compileText(source: string, fileName: string, options: { sequential?: boolean } = {}): CompiledFile {
  const compiled = compileFile({ fileName, text: source, ...options });
  const errors = compiled.diagnostics.filter((d) => d.severity === "error");
  if (errors.length > 0)
    throw new CompileError(errors.map((d) => `${d.line}:${d.column} ${d.code} ${d.message}`).join("\n"));
  return compiled;
}

export function loadProgram(source: string, fileName = "program.ts"): Program {
  const compiled = compileText(source, fileName);
  const code = stripTypes(fileName, compiled.code);
  const oracle = stripTypes(fileName, inPlace(source, fileName));
  const sequential = stripTypes(fileName, compileText(source, fileName, { sequential: true }).code);
  return {
    source,
    compiled,
    code,
    runs: { oracle: factory(oracle), compiled: factory(code), sequential: factory(sequential) },
  };
}

/** The source with every `await` gone: in the sequential run a call is its value. */
function inPlace(source: string, fileName: string): string {
  if (!/\basync\b/.test(source)) return source;
  const edits: [number, number][] = [];
  const visit = (node: Node): void => {
    if (node.type === "AwaitExpression") edits.push([node.start, node.start + "await".length]);
    if ("async" in node && node.async) {
      // The keyword is the last `async` before the parameters.
      const fn = node as unknown as { start: number; params: Node[]; body: Node };
      const method = source.slice(0, fn.start).match(/\basync\s+(?:[\w$#]+)\s*$/);
      if (source.startsWith("async", fn.start)) edits.push([fn.start, fn.start + "async".length]);
      else if (method?.index !== undefined) edits.push([method.index, method.index + "async".length]);
    }
    for (const key of visitorKeys[node.type] ?? []) {
      const child = (node as unknown as Record<string, Node | Node[] | null>)[key];
      for (const item of Array.isArray(child) ? child : [child]) if (item) visit(item);
    }
  };
  visit(parseSync(fileName, source, { lang: "ts", sourceType: "module" }).program);
  let text = "";
  let from = 0;
  for (const [start, end] of edits.sort((a, b) => a[0] - b[0])) {
    text += source.slice(from, start) + " ".repeat(end - start);
    from = end;
  }
  return text + source.slice(from);
}

/** An ES module whose imports are those of a test program, as a function of what it imports. */
function factory(code: string): Factory {
  const names: string[] = [];
  let body = "";
  let from = 0;
  const replace = (start: number, end: number, text: string): void => {
    body += code.slice(from, start) + text;
    from = end;
  };
  for (const statement of parseSync("program.js", code, { lang: "js", sourceType: "module" }).program.body) {
    if (statement.type === "ImportDeclaration") {
      const list = statement.specifiers.map(
        (s) =>
          `${s.type === "ImportSpecifier" && s.imported.type === "Identifier" ? s.imported.name : "default"}: ${s.local.name}`,
      );
      const source = statement.source.value === "plait" ? "plait" : "internal";
      replace(statement.start, statement.end, `const { ${list.join(", ")} } = $imports.${source};`);
    } else if (statement.type === "ExportNamedDeclaration") {
      const { declaration } = statement;
      replace(statement.start, declaration ? declaration.start : statement.end, "");
      if (declaration?.type === "VariableDeclaration") {
        for (const { id } of declaration.declarations) if (id.type === "Identifier") names.push(id.name);
      } else if (declaration && "id" in declaration && declaration.id?.type === "Identifier")
        names.push(declaration.id.name);
    }
  }
  body += code.slice(from);
  // oxlint-disable-next-line typescript/no-implied-eval -- the program under test
  const make = new Function(
    "$imports",
    "$globals",
    `"use strict"; const { leaf, effect, later, console, Promise } = $globals; return (() => {\n${body}\nreturn { ${names.join(", ")} }; })();`,
  );
  return (around) => make(around, around.globals) as Exports;
}
