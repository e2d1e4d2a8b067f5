/**
 * A file with its compiled code spliced in: each class gets a static block with its methods, functions are
 * registered when they are there. Everything else stays byte for byte.
 */
import { staticName, type ModulePlan } from "plait/internal";
import type { MethodIr } from "../ir.js";
import type { ClassInfo } from "../analyze/classes.js";
import type { AnyFunction } from "../syntax/walk.js";
import type { FunctionInfo } from "../analyze/functions.js";
import { sourceText, type SourceFile } from "../syntax/file.js";
import { emitMethod } from "./emitMethod.js";
import { privateValues } from "./privateMethods.js";
import { write, type Piece, type Written } from "./writer.js";

export interface CompiledMethod {
  ir: MethodIr;
  named: ReadonlySet<string>;
  source: { start: number; end: number };
}

export interface CompiledClass {
  info: ClassInfo;
  plan: ModulePlan;
  methods: CompiledMethod[];
  statics: CompiledMethod[];
}

export interface CompiledFunction {
  info: FunctionInfo;
  plan: ModulePlan;
  method: CompiledMethod;
}

/** Compiled copies of functions of another file. */
export interface CompiledCopies {
  home: SourceFile;
  /** What the function around them is called with: names of that file, by imports under names that this file does not use. */
  imports: { name: string; alias: string; imported: string; module: string }[];
  /** The name of the function around them. */
  around: string;
  texts: string[];
  functions: CompiledFunction[];
}

/** Names of generated code that the file does not use. */
export interface FreshNames {
  scope: string;
  compiled: string;
  compiledFunction: string;
  compiledField: string;
  compiledPrivates: string;
  register: string;
}

export interface EmittedText extends Written {
  /** What was added, without the stored plans and the comments: much less to look at than the whole. */
  added: string;
}

export function emitFile(
  file: SourceFile,
  classes: readonly CompiledClass[],
  functions: readonly CompiledFunction[],
  names: FreshNames,
  copies: readonly CompiledCopies[] = [],
): EmittedText {
  const pieces: Piece[] = [];
  const added: string[] = [];
  const note = (open: string, list: Piece[], close: string): Piece[] => {
    added.push(open);
    for (const piece of list) {
      if (typeof piece !== "string") added.push(sourceText(file, piece));
      else if (storedPlans.includes(piece)) added.push("0");
      else if (!isComment(piece)) added.push(piece);
    }
    added.push(close);
    return list;
  };
  const storedPlans = [...classes, ...functions, ...copies.flatMap((one) => one.functions)].map(({ plan }) =>
    asExpression(plan),
  );
  let from = 0;
  const copyTo = (end: number): void => {
    if (end > from) pieces.push({ start: from, end });
    from = Math.max(from, end);
  };
  const hoisted = functions.filter(({ info }) => !info.after);
  const imports = [
    ...(classes.length > 0 ? [`compiled as ${names.compiled}`] : []),
    ...(classes.some(({ info, methods }) => methods.some((m) => fieldFunction(info, m)))
      ? [`compiledField as ${names.compiledField}`]
      : []),
    ...(classes.some(({ info, methods }) => privateValues(info, methods) !== undefined)
      ? [`compiledPrivates as ${names.compiledPrivates}`]
      : []),
    ...(functions.length + copies.length > 0 ? [`compiledFunction as ${names.compiledFunction}`] : []),
  ];
  copyTo(importOffset(file));
  pieces.push(`import { ${imports.join(", ")} } from "plait/internal"; `);
  // Declared functions are there before anything runs, and so is their compiled form.
  if (hoisted.length > 0) pieces.push(`${names.register}(); `);

  // What stands where: texts that stay as they were written, and what is added behind them.
  const splices: { at: number; quiet?: { start: number; end: number }; add?: () => Piece[] }[] = [];
  for (const compiledClass of classes) {
    const { info, methods } = compiledClass;
    // The methods as they were written stay in place; positions belong to the compiled ones. Functions,
    // static methods and methods of other classes may also be called by code that is not compiled, and keep theirs.
    for (const method of info.isModule ? methods : []) {
      const { source } = method;
      const fn = fieldFunction(info, method);
      if (!fn) {
        splices.push({ at: source.start, quiet: source });
        continue;
      }
      // A function in a field is another one for each object: it is told apart when it is made.
      const about = `${JSON.stringify(info.name)}, ${JSON.stringify(method.ir.name)}`;
      splices.push({ at: fn.start, add: () => [`${names.compiledField}(this, ${about}, `] });
      splices.push({ at: fn.start, quiet: { start: fn.start, end: fn.end } });
      splices.push({ at: fn.end, add: () => [")"] });
    }
    const privates = privateValues(info, methods);
    if (privates !== undefined) {
      const field = ` #${names.compiledPrivates} = ${names.compiledPrivates}(this, ${JSON.stringify(info.name)}, { ${privates} });`;
      splices.push({ at: info.node.body.start + 1, add: () => note("class A {", [field], "}\n") });
    }
    splices.push({
      at: info.node.end - 1,
      add: () => note("class A extends B {", staticBlock(file, compiledClass, names), "}\n"),
    });
  }
  const statements = new Map(functions.flatMap(({ info }) => (info.after ? [[info.after.end, info.after]] : [])));
  for (const [at, statement] of statements) {
    const behind = functions.filter(({ info }) => info.after === statement);
    const open = sourceText(file, statement).endsWith(";") ? "" : ";";
    const add = (): Piece[] => [
      `${open}\n`,
      ...note(
        "",
        behind.flatMap((one) => registration(file, one, names, "")),
        "\n",
      ),
    ];
    splices.push({ at, add });
  }
  // Before anything of the file runs, and behind its imports, so that these come in their order.
  if (copies.length > 0) splices.push({ at: endOfImports(file), add: () => copies.map(callOfCopies) });
  // At one place, what ends there comes before what starts there.
  splices.sort((a, b) => a.at - b.at || Number(a.quiet !== undefined) - Number(b.quiet !== undefined));
  for (const { at, quiet, add } of splices) {
    if (at < from) continue; // inside of a text that stays as it was written
    copyTo(at);
    if (quiet) {
      pieces.push({ ...quiet, quiet: true });
      from = quiet.end;
    }
    if (add) pieces.push(...add());
  }
  copyTo(file.text.length);
  if (hoisted.length > 0) {
    pieces.push(
      `\nfunction ${names.register}()${/\.[cm]?tsx?$/.test(file.fileName) ? ": void" : ""} {\n`,
      ...note(
        "",
        hoisted.flatMap((one) => registration(file, one, names, "  ")),
        "\n",
      ),
      "}\n",
    );
  }
  const isTypeScript = /\.[cm]?tsx?$/.test(file.fileName);
  for (const one of copies) pieces.push("\n", ...note("", copiesText(one, names, isTypeScript), "\n"));
  return { ...write(pieces, file.text, file.fileName, file.lines), added: added.join("") };
}

/** The arrow function in a field that a compiled method is the form of. */
function fieldFunction({ methods }: ClassInfo, { ir }: CompiledMethod): AnyFunction | undefined {
  const method = methods.get(ir.name);
  return method?.inField ? method.fn : undefined;
}

function staticBlock(file: SourceFile, { info, plan, methods, statics }: CompiledClass, names: FreshNames): Piece[] {
  const pieces: Piece[] = [];
  // A field without a value and a semicolon would take `static` for a part of itself.
  const last = info.node.body.body.at(-1);
  const open = last?.type === "PropertyDefinition" && !last.value && !sourceText(file, last).endsWith(";");
  if (open) pieces.push("  ;");
  const add = (list: readonly CompiledMethod[], base: string, keyOf: (name: string) => string): void => {
    const usesSuper = list.some((m) => /\bsuper\b/.test(sourceText(file, m.source)));
    if (usesSuper) pieces.push(`      __proto__: ${base},\n`);
    for (const { ir, named } of list) {
      pieces.push(
        `      // ${summary(plan, keyOf(ir.name))}\n`,
        ...emitMethod(ir, names.scope, named, file.text, "      "),
      );
    }
  };
  if (methods.length + statics.length === 0)
    return [...pieces, `\n  static { ${names.compiled}(this, {}, `, asExpression(plan), "); }\n"];
  pieces.push(`\n  static {\n    ${names.compiled}(this, {\n`);
  add(methods, "super.prototype", (name) => name);
  pieces.push("    }, ", asExpression(plan));
  if (statics.length > 0) {
    pieces.push(", {\n");
    add(statics, "Object.getPrototypeOf(this)", staticName);
    pieces.push("    }");
    const privates = statics.flatMap(({ ir: { name } }) => (name.startsWith("#") ? [`"${name}": this.${name}`] : []));
    if (privates.length > 0) pieces.push(`, { ${privates.join(", ")} }`);
  }
  pieces.push(");\n  }\n");
  return pieces;
}

function registration(
  file: SourceFile,
  { info, plan, method }: CompiledFunction,
  names: FreshNames,
  indent: string,
): Piece[] {
  const { ir, named } = method;
  return [
    `${indent}${names.compiledFunction}(${info.name}, {\n`,
    `${indent}  // ${summary(plan, ir.name)}\n`,
    ...emitMethod(ir, names.scope, named, file.text, `${indent}  `),
    `${indent}}, `,
    asExpression(plan),
    ");\n",
  ];
}

/** `import { apply as $given } from "./utils.js"; $copied($given);` */
function callOfCopies({ imports, around }: CompiledCopies): string {
  const lines = imports.map(({ alias, imported, module }) => {
    const what = imported === "*" ? `* as ${alias}` : `{ ${importedName(imported)} as ${alias} }`;
    return `\nimport ${what} from ${JSON.stringify(module)};`;
  });
  return `${lines.join("")}\n${around}(${imports.map(({ alias }) => alias).join(", ")});`;
}

const importedName = (name: string): string => (/^[\w$]+$/.test(name) ? name : JSON.stringify(name));

/** A function in which the copies see the names of their own file. Nothing of it has a place in this one. */
function copiesText(
  { home, imports, around, texts, functions }: CompiledCopies,
  names: FreshNames,
  typed: boolean,
): Piece[] {
  const text = (piece: Piece): string => (typeof piece === "string" ? piece : sourceText(home, piece));
  const params = imports.map(({ name }) => (typed ? `${name}: any` : name)).join(", ");
  return [
    `function ${around}(${params})${typed ? ": void" : ""} {\n`,
    ...texts.map((one) => `  ${one}\n`),
    ...functions.flatMap((one) => registration(home, one, names, "  ").map(text)),
    "}\n",
  ];
}

/** Behind the imports at the top of a file. */
function endOfImports(file: SourceFile): number {
  let end = importOffset(file);
  for (const statement of file.program.body) {
    const isDirective = statement.end <= end;
    const isImport = statement.type === "ImportDeclaration" || ("source" in statement && statement.source !== null);
    if (!isDirective && !isImport) break;
    end = Math.max(end, statement.end);
  }
  return end;
}

/** After a hash-bang line and directives, on the line of the first statement. */
function importOffset(file: SourceFile): number {
  const { program, text } = file;
  let offset = 0;
  if (text.startsWith("#!")) offset = text.indexOf("\n") + 1;
  for (const statement of program.body) {
    if (statement.type !== "ExpressionStatement" || !("directive" in statement) || !statement.directive) break;
    offset = statement.end;
  }
  return offset;
}

const isComment = (piece: string): boolean => /^\s*\/\/.*\n$/.test(piece);

function summary(plan: ModulePlan, method: string): string {
  const m = plan.methods[method];
  if (!m) return method;
  const path = m.criticalPath.map((id) => m.nodes[id]?.label.replace(/[\r\n\u2028\u2029]+/g, " ")).join(" → ");
  const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;
  return `${count(m.calls, "call")} · ${count(m.levels.length, "level")} · critical path ${path}`;
}

const expressions = new WeakMap<ModulePlan, string>();

/** Data as an expression: JSON in a string, which engines read faster than a literal and no text in it can end. */
function asExpression(plan: ModulePlan): string {
  const known = expressions.get(plan);
  if (known !== undefined) return known;
  const text = JSON.stringify(JSON.stringify(plan));
  const made = `JSON.parse(${text.replace(/[\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`)})`;
  expressions.set(plan, made);
  return made;
}
