/** ES modules of a test program as one function of what they import, so that every run has fresh module state. */
import { parseSync } from "oxc-parser";
import { importedFile } from "./files.js";

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

/** A file as the body of a function that returns its exports. */
function asFunction({ name, code }: LinkedFile): { body: string; imports: string[] } {
  const names: string[] = [];
  const imports: string[] = [];
  let body = "";
  let from = 0;
  const replace = (start: number, end: number, text: string): void => {
    body += code.slice(from, start) + text;
    from = end;
  };
  for (const statement of parseSync(name.replace(/\.ts$/, ".js"), code, { lang: "js", sourceType: "module" }).program
    .body) {
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
      replace(statement.start, statement.end, `const { ${list.join(", ")} } = ${source};`);
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
  return { body: `(() => {\n${body}\nreturn { ${names.join(", ")} }; })()`, imports };
}

/** The first file is the program; the others are evaluated before what imports them. */
export function link(files: readonly LinkedFile[]): Factory {
  const functions = new Map(files.map((file) => [file.name, asFunction(file)]));
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
    `"use strict"; const { leaf, effect, later, console, Promise, $step, $settled, $fulfilled } = $globals; const $files = {};\n${lines.join("\n")}\nreturn $files[${JSON.stringify(main)}];`,
  );
  return (around) => make(around, around.globals) as Exports;
}
