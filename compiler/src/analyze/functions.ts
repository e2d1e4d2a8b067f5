/**
 * The functions of a file that can be compiled besides the methods of module classes, because generated code
 * can name them: functions at the top of the file, those in an object literal at the top, static methods, and the
 * methods of classes at the top that are no modules.
 *
 *   function ask(m: Tool) {…}      const ask = (m: Tool) => …      const steps = { ask(m: Tool) {…} }
 *   class Main { static ask(m: Tool) {…} }                class Asker { constructor(readonly m: Tool) {} ask(q) {…} }
 */
import type { Expression, Node } from "oxc-parser";
import type { Binding } from "../syntax/bindings.js";
import type { SourceFile } from "../syntax/file.js";
import { Kept } from "../syntax/kept.js";
import { isFunction, keyName, peel, type AnyFunction } from "../syntax/walk.js";
import { isPlainClass, type ClassInfo, type ClassTable, type MethodInfo } from "./classes.js";

export interface FunctionInfo {
  /** What generated code calls it: `ask`, `steps.ask`; for methods their name. */
  name: string;
  fn: AnyFunction;
  /** For methods: the class. */
  owner: ClassInfo | undefined;
  method: MethodInfo | undefined;
  /** The statement behind which it is there; undefined for declarations, which are there from the start. */
  after: Node | undefined;
  /** Other files may call it. */
  exported: boolean;
}

export type FunctionTable = ReadonlyMap<AnyFunction, FunctionInfo>;

const tables = new Kept<SourceFile, FunctionTable>();

export function functionsOf(file: SourceFile, classes: ClassTable): FunctionTable {
  const known = tables.get(file);
  if (known) return known;
  const table = new Map<AnyFunction, FunctionInfo>();
  tables.set(file, table);
  const exported = exportedNames(file);
  const add = (name: string, fn: AnyFunction, after: Node | undefined, root: string): void => {
    if (fn.body && !fn.generator)
      table.set(fn, { name, fn, owner: undefined, method: undefined, after, exported: exported.has(root) });
  };
  for (const statement of file.program.body) {
    const declaration =
      (statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration") &&
      statement.declaration
        ? (statement.declaration as Node)
        : statement;
    if (declaration.type === "FunctionDeclaration" && declaration.id) {
      const binding = file.bindings.declared.get(declaration.id.start);
      if (binding?.writes.length === 0) add(binding.name, declaration, undefined, binding.name);
    } else if (declaration.type === "VariableDeclaration" && declaration.kind === "const" && !declaration.declare) {
      for (const { id, init } of declaration.declarations) {
        if (id.type !== "Identifier" || !init) continue;
        const value = peel(init);
        if (isFunction(value)) add(id.name, value, statement, id.name);
        for (const [name, fn] of membersOf(value)) add(`${id.name}.${name}`, fn, statement, id.name);
      }
    }
  }
  for (const owner of classes.values()) {
    if (owner.foreign) continue;
    for (const method of [...owner.statics.values(), ...(isPlainClass(owner) ? owner.methods.values() : [])]) {
      if (method.fn.generator) continue;
      const info = { name: method.name, fn: method.fn, owner, method, after: undefined };
      table.set(method.fn, { ...info, exported: exported.has(owner.name) });
    }
  }
  return table;
}

/** The functions of an object literal that its name leads to. */
function membersOf(value: Expression): [string, AnyFunction][] {
  if (value.type !== "ObjectExpression") return [];
  const members: [string, AnyFunction][] = [];
  for (const property of value.properties) {
    // What is spread behind a function may hide it.
    if (property.type === "SpreadElement") return [];
    const name = keyName(property.key, property.computed);
    if (property.kind !== "init" || name === undefined || !/^[\w$]+$/.test(name) || /^\d|^__proto__$/.test(name))
      continue;
    const member = peel(property.value as Expression);
    if (isFunction(member)) members.push([name, member]);
  }
  return members;
}

/** The function that `name` is in the object literal behind a constant. */
export function memberFunction(binding: Binding | undefined, name: string): AnyFunction | undefined {
  if (binding?.kind !== "const" || !binding.init) return undefined;
  return membersOf(peel(binding.init)).findLast(([member]) => member === name)?.[1];
}

function exportedNames(file: SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of file.program.body) {
    if (statement.type === "ExportNamedDeclaration") {
      const { declaration } = statement;
      if (declaration?.type === "VariableDeclaration") {
        for (const { id } of declaration.declarations) if (id.type === "Identifier") names.add(id.name);
      } else if (declaration && "id" in declaration && declaration.id?.type === "Identifier")
        names.add(declaration.id.name);
      if (statement.source) continue;
      for (const { local } of statement.specifiers) if (local.type === "Identifier") names.add(local.name);
    } else if (statement.type === "ExportDefaultDeclaration") {
      const { declaration } = statement;
      if (declaration.type === "Identifier") names.add(declaration.name);
      else if ("id" in declaration && declaration.id?.type === "Identifier") names.add(declaration.id.name);
    }
  }
  return names;
}

/** The name under which other files can import what the file declares under a name. */
export function exportedAs(binding: Binding, file: SourceFile): string | undefined {
  for (const statement of file.program.body) {
    if (statement.type === "ExportNamedDeclaration" && statement.exportKind !== "type" && !statement.source) {
      for (const name of declaredNames(statement.declaration))
        if (isSameAs(binding, exportedBinding(file, name), file)) return name;
      for (const { local, exported, exportKind } of statement.specifiers) {
        if (
          exportKind === "type" ||
          local.type === "Literal" ||
          !isSameAs(binding, file.bindings.bindingOf(local), file)
        )
          continue;
        return exported.type === "Literal" ? exported.value : exported.name;
      }
    } else if (
      statement.type === "ExportDefaultDeclaration" &&
      isSameAs(binding, exportedBinding(file, "default"), file)
    )
      return "default";
  }
  return undefined;
}

/** Whether a name stands for what another one does: for a function under a second name, too. */
function isSameAs(binding: Binding, other: ReturnType<typeof exportedBinding>, file: SourceFile): boolean {
  if (!other || "from" in other) return false;
  if (other === binding) return true;
  const fn = functionBehind(binding, file);
  return fn !== undefined && binding.writes.length === 0 && functionBehind(other, file) === fn;
}

function declaredNames(declaration: Node | null): string[] {
  if (declaration?.type === "VariableDeclaration")
    return declaration.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : []));
  const id = declaration && "id" in declaration ? (declaration.id as Node | null) : undefined;
  return id?.type === "Identifier" ? [id.name] : [];
}

/** The function that another file imports under a name. */
export function exportedFunction(
  file: SourceFile,
  name: string,
): AnyFunction | { from: string; name: string } | undefined {
  const found = exportedBinding(file, name);
  if (!found) return name === "default" ? defaultFunction(file) : undefined;
  return "from" in found ? found : functionBehind(found, file);
}

/** The function in a name, also by another name: `const ask = question`. */
function functionBehind(binding: Binding, file: SourceFile): AnyFunction | undefined {
  if (binding.fn) return binding.fn;
  const init = binding.kind === "const" && binding.init ? peel(binding.init) : undefined;
  if (init?.type !== "Identifier") return init && isFunction(init) ? init : undefined;
  const other = file.bindings.bindingOf(init);
  return other && other.start < binding.start ? functionBehind(other, file) : undefined;
}

/** A function without a name. */
function defaultFunction({ program }: SourceFile): AnyFunction | undefined {
  for (const statement of program.body)
    if (statement.type === "ExportDefaultDeclaration" && statement.declaration.type === "FunctionDeclaration")
      return statement.declaration;
  return undefined;
}

/** What a file exports under a name, or what it takes from another file for that. */
export function exportedBinding(file: SourceFile, name: string): Binding | { from: string; name: string } | undefined {
  const behind = (id: { start: number }): Binding | { from: string; name: string } | undefined => {
    const binding = file.bindings.bindingOf(id) ?? file.bindings.declared.get(id.start);
    return binding?.source ? { from: binding.source.module, name: binding.source.name } : binding;
  };
  for (const statement of file.program.body) {
    if (statement.type === "ExportNamedDeclaration") {
      const { declaration } = statement;
      if (declaration?.type === "VariableDeclaration") {
        for (const { id } of declaration.declarations)
          if (id.type === "Identifier" && id.name === name) return behind(id);
      } else if (declaration && "id" in declaration && declaration.id?.type === "Identifier") {
        // The first of several declarations of a function may be one of its types alone.
        const found = declaration.id.name === name ? behind(declaration.id) : undefined;
        if (found) return found;
      }
      for (const specifier of statement.specifiers) {
        const exported = specifier.exported.type === "Literal" ? specifier.exported.value : specifier.exported.name;
        if (exported !== name) continue;
        const { local } = specifier;
        const original = local.type === "Literal" ? String(local.value) : local.name;
        return statement.source ? { from: statement.source.value, name: original } : behind(local);
      }
    } else if (statement.type === "ExportDefaultDeclaration" && name === "default") {
      const { declaration } = statement;
      if (declaration.type === "Identifier") return behind(declaration);
      const found = "id" in declaration && declaration.id ? behind(declaration.id) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

/** Where `export * from` may have a name. */
export function starsOf(file: SourceFile): string[] {
  return file.program.body.flatMap((statement) =>
    statement.type === "ExportAllDeclaration" && !statement.exported ? [statement.source.value] : [],
  );
}
