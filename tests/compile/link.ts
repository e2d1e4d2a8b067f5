/**
 * ES modules of a test program as one function of what they import, so that every run has fresh module state.
 * The same look at the syntax tree adds what the rig needs: steps are counted, since a program that a cut or the
 * compiler made endless must end; in the oracle's form every call is its value, and a `catch` tells that it runs.
 */
import { parseSync, type Node, type Statement } from "oxc-parser";
import { takeProgram } from "../../compiler/dist/syntax/takeProgram.js";
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

/** Imports and exports of a file as what stands in a function; the names that it exports and the files that it imports. */
function linkStatement(statement: Statement, edits: Edits, names: string[], imports: string[]): void {
  if (statement.type === "ImportDeclaration") {
    const list = statement.specifiers.map(
      (s) =>
        `${s.type === "ImportSpecifier" && s.imported.type === "Identifier" ? s.imported.name : "default"}: ${s.local.name}`,
    );
    const file = importedFile(statement.source.value);
    if (file !== undefined) imports.push(file);
    const source =
      file === undefined
        ? `$imports.${statement.source.value === "plait" ? "plait" : "internal"}`
        : `$files[${JSON.stringify(file)}]`;
    edits.replace(statement.start, statement.end, `const { ${list.join(", ")} } = ${source};`);
  } else if (statement.type === "ExportNamedDeclaration") {
    const { declaration } = statement;
    edits.replace(statement.start, declaration ? declaration.start : statement.end, "");
    if (declaration?.type === "VariableDeclaration") {
      for (const { id } of declaration.declarations) if (id.type === "Identifier") names.push(id.name);
    } else if (declaration && "id" in declaration && declaration.id?.type === "Identifier")
      names.push(declaration.id.name);
  }
}

/** A file as the body of a function that returns its exports. */
function asFunction({ name, code }: LinkedFile, inPlace: boolean): { body: string; imports: string[] } {
  const names: string[] = [];
  const imports: string[] = [];
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
  const result = parseSync(name.replace(/\.ts$/, ".js"), code, { lang: "js", sourceType: "module" });
  const program = takeProgram(result);
  for (const statement of program.body) {
    linkStatement(statement as Statement, edits, names, imports);
    if (statement.type !== "ImportDeclaration") visit(statement);
  }
  return { body: `(() => {\n${edits.apply(code)}\nreturn { ${names.join(", ")} }; })()`, imports };
}

/** The first file is the program; the others are evaluated before what imports them. */
export function link(
  files: readonly LinkedFile[],
  { inPlace = false, plans = new StoredPlans() }: LinkOptions = {},
): Factory {
  const functions = new Map(files.map((file) => [file.name, asFunction(file, inPlace)]));
  const order: string[] = [];
  const visit = (name: string): void => {
    if (order.includes(name)) return;
    for (const other of functions.get(name)?.imports ?? []) if (other !== name) visit(other);
    order.push(name);
  };
  const main = files[0]?.name ?? "";
  visit(main);
  const lines = order.map((name) => `$files[${JSON.stringify(name)}] = ${functions.get(name)?.body ?? "{}"};`);
  // oxlint-disable-next-line typescript/no-implied-eval -- the program under test
  const make = new Function(
    "$imports",
    "$globals",
    "$plan",
    `"use strict"; const { ${GLOBALS} } = $globals; const $files = {};\n${lines.join("\n")}\nreturn $files[${JSON.stringify(main)}];`,
  );
  return (around) => make(around, around.globals, plans.get) as Exports;
}
