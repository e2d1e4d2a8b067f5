/**
 * ES modules of a test program as one function of what they import, so that every run has fresh module state.
 * The same look at the syntax tree adds what the rig needs: steps are counted, since a program that a cut or the
 * compiler made endless must end; in the oracle's form every call is its value, and a `catch` tells that it runs.
 */
import { parseSync, type Node, type Program, type Statement } from "oxc-parser";
import { resolveBindings } from "../../compiler/src/syntax/resolveBindings.js";
import { takeProgram } from "../../compiler/src/syntax/takeProgram.js";
import { Edits } from "./edits.js";
import { importedFile } from "./files.js";
import { callInPlace, settleInPlace } from "./inPlace.js";
import { StoredPlans } from "./storedPlans.js";
import { eachChild } from "./walk.js";

type Exports = Record<string, unknown>;
export interface Surroundings {
  plait: Exports;
  internal: Exports;
  globals: Exports;
}
export type Factory = (around: Surroundings) => Exports;

export interface LinkedFile {
  name: string;
  /** JavaScript, as an ES module. */
  code: string;
}

export interface LinkOptions {
  /** The sequential run, in which a call is its value. */
  inPlace?: boolean;
  /** What `$plan` gives (storedPlans.ts). */
  plans?: StoredPlans;
}

const GLOBALS = "leaf, effect, later, console, Promise, $step, $caught, $passed, $settled, $fulfilled";
const LOOPS = new Set(["ForStatement", "ForOfStatement", "ForInStatement", "WhileStatement", "DoWhileStatement"]);
const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

/** A step is a turn of a loop or a call of a function with a body of statements. */
function countSteps(node: Node, edits: Edits): void {
  const loop = LOOPS.has(node.type);
  if (!loop && !FUNCTIONS.has(node.type)) return;
  const { body } = node as { body?: Node };
  if (body?.type === "BlockStatement") edits.open(body.start + 1, " $step();");
  else if (loop && body) {
    edits.open(body.start, "{ $step(); ");
    edits.close(body.end, " }");
  }
}

/** What one file gives to others and takes from them. */
interface LinkedNames {
  /** What its exports stand for in its text, by name. */
  exported: Map<string, string>;
  /** Files all of whose exports it gives on. */
  stars: string[];
}

const placeOf = (file: string): string => `$files[${JSON.stringify(file)}]`;
const nameOf = (node: { type: string; name?: string; value?: unknown }): string => String(node.name ?? node.value);

/** What an import takes from: another file, or one of the packages. */
function importFrom(specifier: string): string {
  const file = importedFile(specifier);
  return file === undefined ? `$imports.${specifier === "plait" ? "plait" : "internal"}` : placeOf(file);
}

/** Imports and exports of a file as what stands in a function. */
function linkStatement(
  statement: Statement,
  edits: Edits,
  linked: LinkedNames,
  isLater: (file: string) => boolean,
): void {
  const { exported, stars } = linked;
  const keep = (from: number): void => edits.replace(statement.start, from, "");
  switch (statement.type) {
    case "ImportDeclaration": {
      const source = importFrom(statement.source.value);
      const late = isLater(importedFile(statement.source.value) ?? "");
      const lines = (late ? [] : statement.specifiers).map((s) =>
        s.type === "ImportNamespaceSpecifier"
          ? `const ${s.local.name} = ${source};`
          : `const { ${s.type === "ImportSpecifier" ? nameOf(s.imported) : "default"}: ${s.local.name} } = ${source};`,
      );
      edits.replace(statement.start, statement.end, lines.join(" "));
      return;
    }
    case "ExportAllDeclaration": {
      const file = importedFile(statement.source.value) ?? "";
      if (statement.exported) exported.set(nameOf(statement.exported), placeOf(file));
      else stars.push(file);
      keep(statement.end);
      return;
    }
    case "ExportDefaultDeclaration": {
      const { declaration } = statement;
      const id = "id" in declaration ? declaration.id : undefined;
      const isNamed = declaration.type.endsWith("Declaration") && id?.type === "Identifier";
      exported.set("default", isNamed ? id.name : "$default");
      edits.replace(statement.start, declaration.start, isNamed ? "" : "const $default = ");
      return;
    }
    case "ExportNamedDeclaration": {
      const { declaration, source, specifiers } = statement;
      const from = source ? `${importFrom(source.value)}.` : "";
      for (const { local, exported: name } of specifiers) exported.set(nameOf(name), `${from}${nameOf(local)}`);
      if (declaration?.type === "VariableDeclaration") {
        for (const { id } of declaration.declarations) if (id.type === "Identifier") exported.set(id.name, id.name);
      } else if (declaration && "id" in declaration && declaration.id?.type === "Identifier")
        exported.set(declaration.id.name, declaration.id.name);
      keep(declaration ? declaration.start : statement.end);
      return;
    }
    default:
  }
}

/**
 * What the exporting file may assign is read anew wherever an importing one names it, and what a file gives that is
 * evaluated after the one that names it.
 */
function readAnew(program: Program, edits: Edits, isVariable: (file: string, name: string) => boolean): void {
  const { declared } = resolveBindings(program);
  const places = new Map<number, string>();
  for (const { source, references } of declared.values()) {
    const file = source && importedFile(source.module);
    if (!source || file === undefined || !isVariable(file, source.name)) continue;
    const text = source.name === "*" ? placeOf(file) : `(0, ${placeOf(file)}.${source.name})`;
    for (const { start } of references) places.set(start, text);
  }
  if (places.size === 0) return;
  const visit = (node: Node): void => {
    const text = node.type === "Identifier" ? places.get(node.start) : undefined;
    if (text !== undefined) edits.replace(node.start, node.end, text);
    else if (node.type === "Property" && node.shorthand && places.has(node.start))
      edits.open(node.end, `: ${places.get(node.start)}`);
    else if (node.type !== "ImportDeclaration" && (node.type !== "ExportNamedDeclaration" || node.declaration))
      eachChild(node, visit);
  };
  visit(program);
}

/** Names that a file exports and assigns, those of other files among them. */
function variablesIn(files: readonly LinkedFile[]): (file: string, name: string) => boolean {
  if (files.length === 1) return () => false;
  const parsed = new Map(files.map((file) => [file.name, parse(file).body as readonly Statement[]]));
  const find = (file: string, name: string): boolean =>
    (parsed.get(file) ?? []).some((statement) => {
      if (statement.type === "ExportAllDeclaration") return find(importedFile(statement.source.value) ?? "", name);
      if (statement.type !== "ExportNamedDeclaration") return false;
      const { declaration, source, specifiers } = statement;
      const specifier = specifiers.find((s) => nameOf(s.exported) === name);
      if (specifier && source) return find(importedFile(source.value) ?? "", nameOf(specifier.local));
      const local = specifier ? nameOf(specifier.local) : name;
      const declarations = [declaration, ...(specifier ? (parsed.get(file) ?? []) : [])];
      return declarations.some(
        (one) =>
          one?.type === "VariableDeclaration" &&
          one.kind !== "const" &&
          one.declarations.some(({ id }) => id.type === "Identifier" && id.name === local),
      );
    });
  return find;
}

function parse({ name, code }: LinkedFile): Program {
  return takeProgram(parseSync(name.replace(/\.ts$/, ".js"), code, { lang: "js", sourceType: "module" }));
}

/** A file as the body of a function that returns its exports. */
function asFunction(
  file: LinkedFile,
  inPlace: boolean,
  isVariable: (file: string, name: string) => boolean,
  isLater: (file: string) => boolean,
): string {
  const { code } = file;
  const linked: LinkedNames = { exported: new Map(), stars: [] };
  const edits = new Edits();
  const visit = (node: Node): void => {
    countSteps(node, edits);
    if (inPlace) {
      callInPlace(node, code, edits);
      settleInPlace(node, edits);
      if (node.type === "CatchClause") edits.open(node.body.start + 1, " $caught();");
      if (node.type === "TryStatement" && !node.handler)
        edits.close(node.block.end, " catch ($error) { $passed(); throw $error; }");
    }
    eachChild(node, visit);
  };
  const program = parse(file);
  for (const statement of program.body) {
    linkStatement(statement as Statement, edits, linked, isLater);
    if (statement.type !== "ImportDeclaration") visit(statement);
  }
  readAnew(program, edits, (from, name) => isVariable(from, name) || isLater(from));
  const given = [...linked.exported].map(([name, text]) => `get ${JSON.stringify(name)}() { return ${text}; }`);
  const stars = linked.stars.map((star) => `...Object.getOwnPropertyDescriptors(${placeOf(star)}), `);
  const own = `{ ${given.join(", ")} }`;
  const exports =
    stars.length === 0
      ? own
      : `Object.defineProperties({}, { ${stars.join("")}...Object.getOwnPropertyDescriptors(${own}) })`;
  return `(() => {\n${edits.apply(code)}\nreturn ${exports}; })()`;
}

/** The files in the order in which they are evaluated: each behind those that it imports, if these do not import it. */
function orderOf(files: readonly LinkedFile[]): LinkedFile[] {
  const order: LinkedFile[] = [];
  const seen = new Set<string>();
  const visit = (file: LinkedFile | undefined): void => {
    if (!file || seen.has(file.name)) return;
    seen.add(file.name);
    for (const statement of files.length === 1 ? [] : parse(file).body) {
      const source = "source" in statement ? statement.source : undefined;
      if (source) visit(files.find(({ name }) => name === importedFile(source.value)));
    }
    order.push(file);
  };
  visit(files[0]);
  return order;
}

/** The first file is the program; the others are evaluated before what imports them. */
export function link(
  files: readonly LinkedFile[],
  { inPlace = false, plans = new StoredPlans() }: LinkOptions = {},
): Factory {
  const isVariable = variablesIn(files);
  const order = orderOf(files);
  const lines = order.map((file, i) => {
    const isLater = (name: string): boolean => order.findIndex((other) => other.name === name) > i;
    return `${placeOf(file.name)} = ${asFunction(file, inPlace, isVariable, isLater)};`;
  });
  const main = files[0]?.name ?? "";
  // oxlint-disable-next-line typescript/no-implied-eval -- the program under test
  const make = new Function(
    "$imports",
    "$globals",
    "$plan",
    `"use strict"; const { ${GLOBALS} } = $globals; const $files = {};\n${lines.join("\n")}\nreturn ${placeOf(main)};`,
  );
  return (around) => make(around, around.globals, plans.get) as Exports;
}
