/**
 * The module classes of a file: which classes derive from Module, what their fields hold, which methods
 * they have. Names from other files are what their imports say; a checker, where there is one, knows more.
 */
import type { Class, Expression, Node } from "oxc-parser";
import type { SourceFile } from "../syntax/file.js";
import { Kept } from "../syntax/kept.js";
import { type AnyFunction, keyName, nodesOf, peel, FUNCTIONS, leaveEnded } from "../syntax/walk.js";
import type { ReadImport } from "../types.js";
import { importedClass } from "./importedClasses.js";
import type { FileAnalysis } from "./methodContext.js";

export interface FieldInfo {
  name: string;
  value: Expression | undefined;
  annotation: Node | undefined;
  /** Some method assigns it after construction. */
  reassigned: boolean;
}

export interface MethodInfo {
  name: string;
  fn: AnyFunction;
  kind: "method" | "get" | "set" | "constructor";
  isStatic: boolean;
  node: Node;
  /** An arrow function in a field, which every object has one of: `ask = (q) => this.model(q)`. */
  inField?: boolean;
}

export interface ClassInfo {
  /** What the class calls itself. */
  name: string;
  /** The name under which it stands in the table, and in kinds: its own, numbered where another class has it. */
  key: string;
  /** The name by which this file knows it. */
  localName: string;
  /** Where that name means it; undefined: in the whole file. */
  scope: { start: number; end: number } | undefined;
  node: Class;
  fields: Map<string, FieldInfo>;
  methods: Map<string, MethodInfo>;
  statics: Map<string, MethodInfo>;
  /** All of them, accessors and constructor included. */
  members: MethodInfo[];
  superName: string | undefined;
  isModule: boolean;
  /** Of another file: known, not compiled here. */
  foreign: boolean;
  /** What is known of that file. */
  home?: FileAnalysis;
}

/** By key. */
export type ClassTable = Map<string, ClassInfo>;

/** The class that `name` means at a place of the file; without one, at the top of it. */
export function classNamed(classes: ClassTable, name: string, at?: { start: number }): ClassInfo | undefined {
  let best: ClassInfo | undefined;
  for (const info of classes.values()) {
    if (info.localName !== name) continue;
    const { scope } = info;
    if (scope && (!at || at.start < scope.start || at.start >= scope.end)) continue;
    if (!best || (scope && (!best.scope || scope.start > best.scope.start))) best = info;
  }
  return best;
}

/** The class of this file that an identifier stands for: declared, imported, or in a constant. */
export function classOfName(file: SourceFile, classes: ClassTable, id: Node): ClassInfo | undefined {
  if (id.type === "MemberExpression" && file.bindings.bindingOf(id.object)?.source?.name === "*")
    return classNamed(classes, nameInNamespace(id) ?? "");
  if (id.type !== "Identifier") return undefined;
  const binding = file.bindings.bindingOf(id);
  if (binding?.kind === "class" || binding?.kind === "import") return classNamed(classes, id.name, id);
  if (binding?.kind !== "const" || !binding.init) return undefined;
  const init = peel(binding.init);
  if (init.type !== "ClassExpression") return undefined;
  for (const info of classes.values()) if (info.node === init) return info;
  return undefined;
}

/** A class at the top of a file that is no module: what it is made with may be one, which its methods then call. */
export function isPlainClass({ isModule, foreign, scope, node }: ClassInfo): boolean {
  return !isModule && !foreign && scope === undefined && node.type === "ClassDeclaration";
}

/** Those of plait's own modules that only call an endpoint. */
export const PLAIT_LEAVES: ReadonlySet<string> = new Set(["LLMInference", "Embedding"]);

/** plait's own leaves and containers, by the name they are exported under. */
export const PLAIT_MODULES: ReadonlySet<string> = new Set([
  ...PLAIT_LEAVES,
  "Module",
  "Sequential",
  "ModuleList",
  "ModuleDict",
]);

/** The name under which plait exports what `id` is imported as, where it is. */
export function plaitName(file: SourceFile, id: Node): string | undefined {
  if (id.type !== "Identifier") return undefined;
  const source = file.bindings.bindingOf(id)?.source;
  return source?.module === "plait" ? source.name : undefined;
}

export function findClasses(file: SourceFile): ClassTable {
  const table: ClassTable = new Map();
  const list: ClassInfo[] = [];
  const scopes: Node[] = [];
  for (const node of nodesOf(file.program, "ClassDeclaration", "ClassExpression", ...SCOPES)) {
    leaveEnded(scopes, node);
    if (node.type !== "ClassDeclaration" && node.type !== "ClassExpression") scopes.push(node);
    else if (!node.declare) {
      const info = describe(node);
      list.push(info);
      // The name of a class expression means it inside of itself alone.
      info.scope = node.type === "ClassExpression" ? node : scopes.at(-1);
      if (node.id) add(table, info);
    }
  }
  if (!file.host && file.readImport) addImported(file, file.readImport, table);
  // A class may derive from one that stands later in the file.
  let changed = true;
  while (changed) {
    changed = false;
    for (const info of list) {
      if (info.isModule || !info.node.superClass) continue;
      if (derivesFromModule(file, table, info.node.superClass)) {
        info.isModule = true;
        changed = true;
      }
    }
  }
  for (const info of list) if (info.isModule) takeFunctionFields(info);
  const anonymous = list.filter((info) => info.isModule && !info.node.id);
  anonymous.forEach((info, i) => table.set((info.key = `(anonymous ${i + 1})`), info));
  return table;
}

function add(table: ClassTable, info: ClassInfo): void {
  for (let n = 2; table.has(info.key); n++) info.key = `${info.localName} (${n})`;
  table.set(info.key, info);
}

const SCOPES = [
  ...FUNCTIONS,
  "BlockStatement",
  "StaticBlock",
  "SwitchStatement",
  "ForStatement",
  "ForOfStatement",
  "ForInStatement",
  "TSModuleBlock",
] as const;

/** The classes that the file imports from its neighbours, under the names they have here. */
function addImported(file: SourceFile, readImport: ReadImport, table: ClassTable): void {
  for (const { name, module, original } of importedNames(file)) {
    const take = (as: string, exported: string): void => {
      const info = importedClass(readImport, file.fileName, module, exported);
      if (info) add(table, { ...info, key: as, localName: as, scope: undefined, foreign: true });
    };
    // Classes are capitalised; functions need not be read.
    if (original !== "*") {
      if (/^[A-Z]/.test(name)) take(name, original);
    } else
      for (const member of membersOf(name, file))
        if (/^[A-Z]|^default$/.test(member)) take(`${name}.${member}`, member);
  }
}

/** What a file names of a namespace: `Text` of `new ns.Text()`, and of `ns.Text` as a type. */
function membersOf(namespace: string, file: SourceFile): Set<string> {
  const found = new Set<string>();
  for (const node of nodesOf(file.program, "TSQualifiedName", "MemberExpression")) {
    const name = nameInNamespace(node);
    if (name?.startsWith(`${namespace}.`)) found.add(name.slice(namespace.length + 1));
  }
  return found;
}

/** `ns.Text`, of which `ns` may be all that a file exports. */
export function nameInNamespace(node: Node): string | undefined {
  if (node.type === "TSQualifiedName")
    return node.left.type === "Identifier" ? `${node.left.name}.${node.right.name}` : undefined;
  if (node.type !== "MemberExpression" || node.object.type !== "Identifier") return undefined;
  const name = keyName(node.property, node.computed);
  return name === undefined ? undefined : `${node.object.name}.${name}`;
}

interface ImportedName {
  name: string;
  module: string;
  original: string;
}

const imported = new Kept<SourceFile["program"], readonly ImportedName[]>();

/** What the file imports, also for types alone. */
export function importedNames({ program }: SourceFile): readonly ImportedName[] {
  const known = imported.get(program);
  if (known) return known;
  const names: ImportedName[] = [];
  imported.set(program, names);
  for (const statement of program.body) {
    if (statement.type !== "ImportDeclaration") continue;
    for (const specifier of statement.specifiers) {
      let original = "*";
      if (specifier.type === "ImportDefaultSpecifier") original = "default";
      else if (specifier.type === "ImportSpecifier") {
        const { imported } = specifier;
        original = imported.type === "Literal" ? String(imported.value) : imported.name;
      }
      names.push({ name: specifier.local.name, module: statement.source.value, original });
    }
  }
  return names;
}

function derivesFromModule(file: SourceFile, table: ClassTable, superClass: Expression): boolean {
  const base = peel(superClass);
  const own = plaitName(file, base);
  if (own !== undefined) return PLAIT_MODULES.has(own);
  if (base.type === "MemberExpression") {
    const named = classOfName(file, table, base);
    if (named) return named.isModule;
  }
  if (base.type === "Identifier") {
    const binding = file.bindings.bindingOf(base);
    const known = classOfName(file, table, base);
    if (known?.foreign) return known.isModule;
    if (binding?.kind === "class") return known?.isModule ?? false;
    if (known) return known.isModule;
  }
  const known = file.host?.isModuleClass(superClass.start, superClass.end);
  if (known !== undefined) return known;
  // A base class of another file: whether it is a module shows at run time; compiling is harmless if not.
  return base.type === "Identifier" && file.bindings.bindingOf(base)?.kind === "import";
}

/**
 * Arrow functions in fields that nobody assigns are methods: one that is all of the field by the name of that, those
 * in an object or a list (`tools = { ask: (q) => this.model(q) }`) by names that nobody calls.
 */
function takeFunctionFields(info: ClassInfo): void {
  const assigned = assignedMembers(info.node);
  for (const element of info.node.body.body) {
    if (element.type !== "PropertyDefinition" || element.static || !element.value) continue;
    const name = keyName(element.key, element.computed);
    if (name === undefined || info.methods.has(name) || assigned.has(name)) continue;
    const take = (method: string, fn: AnyFunction): void => {
      const taken: MethodInfo = { name: method, fn, kind: "method", isStatic: false, node: element, inField: true };
      info.methods.set(method, taken);
      info.members.push(taken);
    };
    const value = peel(element.value);
    if (value.type === "ArrowFunctionExpression") {
      info.fields.delete(name);
      take(name, value);
    } else for (const [n, fn] of heldFunctions(value).entries()) take(`${name}[${n}]`, fn);
  }
}

/** The arrow functions that an object, a list or a Map is made of. */
function heldFunctions(value: Expression): AnyFunction[] {
  const inner = peel(value);
  switch (inner.type) {
    case "ArrowFunctionExpression":
      return [inner];
    case "ObjectExpression":
      return inner.properties.flatMap((p) =>
        p.type === "Property" && p.kind === "init" && !p.method ? heldFunctions(p.value) : [],
      );
    case "ArrayExpression":
      return inner.elements.flatMap((e) => (e && e.type !== "SpreadElement" ? heldFunctions(e) : []));
    case "NewExpression":
      return inner.callee.type === "Identifier" && inner.callee.name === "Map"
        ? inner.arguments.flatMap((a) => (a.type === "SpreadElement" ? [] : heldFunctions(a)))
        : [];
    default:
      return [];
  }
}

/** Names of members that something in a class assigns. */
function assignedMembers(node: Class): Set<string> {
  const names = new Set<string>();
  for (const { left } of nodesOf(node, "AssignmentExpression")) {
    const name = left.type === "MemberExpression" ? keyName(left.property, left.computed) : undefined;
    if (name !== undefined) names.add(name);
  }
  return names;
}

function describe(node: Class): ClassInfo {
  const fields = new Map<string, FieldInfo>();
  const methods = new Map<string, MethodInfo>();
  const statics = new Map<string, MethodInfo>();
  const members: MethodInfo[] = [];
  const field = (name: string, value: Expression | null, annotation: Node | undefined): void => {
    fields.set(name, { name, value: value ?? undefined, annotation, reassigned: false });
  };
  for (const element of node.body.body) {
    if (element.type === "PropertyDefinition") {
      const name = keyName(element.key, element.computed);
      if (name !== undefined && !element.static) field(name, element.value, element.typeAnnotation?.typeAnnotation);
    } else if (element.type === "MethodDefinition") {
      const name = keyName(element.key, element.computed);
      if (element.value.type !== "FunctionExpression" || !element.value.body) continue;
      const method: MethodInfo = {
        name: name ?? "",
        fn: element.value,
        kind: element.kind,
        isStatic: element.static,
        node: element,
      };
      members.push(method);
      if (name !== undefined && element.kind === "method") (element.static ? statics : methods).set(name, method);
      if (element.kind !== "constructor") continue;
      for (const param of element.value.params) {
        if (param.type !== "TSParameterProperty") continue;
        const inner = param.parameter.type === "AssignmentPattern" ? param.parameter.left : param.parameter;
        if (inner.type === "Identifier") field(inner.name, null, inner.typeAnnotation?.typeAnnotation);
      }
    }
  }
  for (const member of members) {
    for (const inner of nodesOf(member.fn, "AssignmentExpression", "UpdateExpression")) {
      const target = inner.type === "AssignmentExpression" ? inner.left : inner.argument;
      if (target.type !== "MemberExpression" || target.object.type !== "ThisExpression") continue;
      const name = keyName(target.property, target.computed);
      if (name === undefined) continue;
      const existing = fields.get(name);
      if (member.kind === "constructor" && inner.type === "AssignmentExpression") {
        if (!existing) field(name, inner.right, undefined);
        else existing.value ??= inner.right;
      } else if (existing) existing.reassigned = true;
    }
  }
  const inNamespace = node.superClass ? nameInNamespace(node.superClass) : undefined;
  return {
    name: node.id?.name ?? "",
    key: node.id?.name ?? "",
    localName: node.id?.name ?? "",
    scope: undefined,
    node,
    fields,
    methods,
    statics,
    members,
    superName: node.superClass?.type === "Identifier" ? node.superClass.name : inNamespace,
    isModule: false,
    foreign: false,
  };
}
