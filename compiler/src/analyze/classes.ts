/**
 * The module classes of a file: which classes derive from Module, what their fields hold, which methods
 * they have. Names from other files are what their imports say; a checker, where there is one, knows more.
 */
import type { Class, Expression, Node } from "oxc-parser";
import type { SourceFile } from "../syntax/file.js";
import { keyName, peel, walk, type AnyFunction } from "../syntax/walk.js";
import type { ReadImport, ValueKind } from "../types.js";
import { importedClass } from "./importedClasses.js";

export interface FieldInfo {
  name: string;
  value: Expression | undefined;
  annotation: Node | undefined;
  /** Some method assigns it after construction. */
  reassigned: boolean;
  /** Some method may change the object in it. */
  mutated: boolean;
}

export interface MethodInfo {
  name: string;
  fn: AnyFunction;
  kind: "method" | "get" | "set" | "constructor";
  isStatic: boolean;
  node: Node;
}

export interface ClassInfo {
  name: string;
  node: Class;
  fields: Map<string, FieldInfo>;
  methods: Map<string, MethodInfo>;
  /** All of them, accessors and constructor included. */
  members: MethodInfo[];
  superName: string | undefined;
  isModule: boolean;
  /** Of another file: known, not compiled here. */
  foreign: boolean;
}

export type ClassTable = Map<string, ClassInfo>;

/** plait's own leaves and containers, by the name they are exported under. */
export const PLAIT_MODULES: ReadonlySet<string> = new Set([
  "Module",
  "LLMInference",
  "Embedding",
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
  walk(file.program, (node) => {
    if ((node.type !== "ClassDeclaration" && node.type !== "ClassExpression") || node.declare) return;
    const info = describe(node);
    list.push(info);
    if (node.id) table.set(node.id.name, info);
  });
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
  const anonymous = list.filter((info) => info.isModule && !info.node.id);
  anonymous.forEach((info, i) => table.set(info.name === "" ? `(anonymous ${i + 1})` : info.name, info));
  return table;
}

/** The classes that the file imports from its neighbours, under the names they have here. */
function addImported(file: SourceFile, readImport: ReadImport, table: ClassTable): void {
  for (const binding of file.bindings.declared.values()) {
    if (binding.kind !== "import" || !binding.source || binding.source.name === "*" || table.has(binding.name))
      continue;
    if (!/^[A-Z]/.test(binding.name)) continue; // classes are capitalised; functions need not be read
    const info = importedClass(readImport, file.fileName, binding.source.module, binding.source.name);
    if (info) table.set(binding.name, { ...info, foreign: true });
  }
}

function derivesFromModule(file: SourceFile, table: ClassTable, superClass: Expression): boolean {
  const base = peel(superClass);
  const own = plaitName(file, base);
  if (own !== undefined) return PLAIT_MODULES.has(own);
  if (base.type === "Identifier") {
    const binding = file.bindings.bindingOf(base);
    const imported = table.get(base.name);
    if (imported?.foreign) return imported.isModule;
    if (binding?.kind === "class") return table.get(base.name)?.isModule ?? false;
  }
  const known = file.host?.isModuleClass(superClass.start, superClass.end);
  if (known !== undefined) return known;
  // A base class of another file: whether it is a module shows at run time; compiling is harmless if not.
  return base.type === "Identifier" && file.bindings.bindingOf(base)?.kind === "import";
}

function describe(node: Class): ClassInfo {
  const fields = new Map<string, FieldInfo>();
  const methods = new Map<string, MethodInfo>();
  const members: MethodInfo[] = [];
  const field = (name: string, value: Expression | null, annotation: Node | undefined): void => {
    fields.set(name, { name, value: value ?? undefined, annotation, reassigned: false, mutated: false });
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
      if (name !== undefined && element.kind === "method" && !element.static) methods.set(name, method);
      if (element.kind !== "constructor") continue;
      for (const param of element.value.params) {
        if (param.type !== "TSParameterProperty") continue;
        const inner = param.parameter.type === "AssignmentPattern" ? param.parameter.left : param.parameter;
        if (inner.type === "Identifier") field(inner.name, null, inner.typeAnnotation?.typeAnnotation);
      }
    }
  }
  for (const member of members) {
    walk(member.fn, (inner) => {
      const target =
        inner.type === "AssignmentExpression"
          ? inner.left
          : inner.type === "UpdateExpression"
            ? inner.argument
            : undefined;
      if (target?.type !== "MemberExpression" || target.object.type !== "ThisExpression") return;
      const name = keyName(target.property, target.computed);
      if (name === undefined) return;
      const existing = fields.get(name);
      if (member.kind === "constructor" && inner.type === "AssignmentExpression") {
        if (!existing) field(name, inner.right, undefined);
        else existing.value ??= inner.right;
      } else if (existing) existing.reassigned = true;
    });
  }
  return {
    name: node.id?.name ?? "",
    node,
    fields,
    methods,
    members,
    superName: node.superClass?.type === "Identifier" ? node.superClass.name : undefined,
    isModule: false,
    foreign: false,
  };
}

/** What an annotation says a value is. */
export function kindOfType(type: Node, classes: ClassTable): ValueKind {
  switch (type.type) {
    case "TSStringKeyword":
    case "TSTemplateLiteralType":
      return { type: "string" };
    case "TSNumberKeyword":
    case "TSBooleanKeyword":
    case "TSBigIntKeyword":
    case "TSNullKeyword":
    case "TSUndefinedKeyword":
    case "TSVoidKeyword":
    case "TSSymbolKeyword":
      return { type: "primitive" };
    case "TSLiteralType":
      return type.literal.type === "Literal" && typeof type.literal.value === "string"
        ? { type: "string" }
        : { type: "primitive" };
    case "TSArrayType":
      return { type: "array", of: kindOfType(type.elementType, classes) };
    case "TSTupleType":
      return { type: "array", of: { type: "unknown" } };
    case "TSTypeOperator":
      return type.operator === "readonly" ? kindOfType(type.typeAnnotation, classes) : { type: "unknown" };
    case "TSParenthesizedType":
      return kindOfType(type.typeAnnotation, classes);
    case "TSFunctionType":
      return { type: "function" };
    case "TSTypeLiteral":
      return { type: "object" };
    case "TSUnionType": {
      const kinds = type.types.map((t) => kindOfType(t, classes));
      if (kinds.every((k) => k.type === "string")) return { type: "string" };
      if (kinds.every((k) => k.type === "string" || k.type === "primitive")) return { type: "primitive" };
      return { type: "unknown" };
    }
    case "TSTypeReference": {
      if (type.typeName.type !== "Identifier") return { type: "unknown" };
      const name = type.typeName.name;
      const args = type.typeArguments?.params ?? [];
      const first = args[0];
      if ((name === "Array" || name === "ReadonlyArray") && first)
        return { type: "array", of: kindOfType(first, classes) };
      if (name === "Readonly" && first) return kindOfType(first, classes);
      if (name === "Promise") return { type: "promise" };
      if (classes.get(name)?.isModule) return { type: "module", className: name };
      if (classes.has(name)) return { type: "object" };
      if (PLAIT_MODULES.has(name)) {
        const alias =
          first?.type === "TSLiteralType" && first.literal.type === "Literal" ? first.literal.value : undefined;
        return typeof alias === "string"
          ? { type: "module", className: name, alias }
          : { type: "module", className: name };
      }
      return { type: "unknown" };
    }
    default:
      return { type: "unknown" };
  }
}
