/**
 * What the user declares of functions and modules, where the analysis cannot know it: `@plait` in documentation
 * comments, statics of module classes, and the table of `plait.config.json`. Declarations only relax: without
 * them everything means the same and may take longer.
 *
 *     @plait pure                static effects = "ordered";        "effects": { "lodash": "pure" }
 */
import type { Class, Expression, Node } from "oxc-parser";
import { keyName, peel, type AnyFunction } from "../syntax/walk.js";
import type { DeclaredEffects, EffectsTable } from "../types.js";
import type { Binding } from "../syntax/bindings.js";
import { classNamed, classOfName, type ClassInfo } from "./classes.js";
import { declarationComments } from "./declarationComments.js";
import { importedDeclaration } from "./importedDeclarations.js";
import { classAround } from "./kinds.js";
import type { Launch } from "./launches.js";
import type { FileAnalysis } from "./methodContext.js";

/** What a callee is declared to do. */
export function declaredOf(callee: Expression, analysis: FileAnalysis): DeclaredEffects | undefined {
  const node = peel(callee);
  const { file } = analysis;
  if (node.type === "Identifier") {
    const binding = file.bindings.bindingOf(node);
    const { byName, signatures } = declarationComments(file);
    if (!binding) return signatures.get(node.name);
    return (
      byName.get(binding.start) ??
      (binding.kind === "function" && !binding.owner ? signatures.get(binding.name) : undefined) ??
      (binding.source && declaredImport(binding, undefined, analysis)) ??
      (binding.source && file.host?.declarationOf?.(node.start, node.end))
    );
  }
  if (node.type !== "MemberExpression") return undefined;
  const name = keyName(node.property, node.computed);
  if (name === undefined) return undefined;
  const object = peel(node.object);
  const here = memberHere(object, name, analysis);
  if (here !== undefined) return declarationComments(file).byName.get(here);
  const binding = object.type === "Identifier" ? file.bindings.bindingOf(object) : undefined;
  return (
    (binding?.source && declaredImport(binding, name, analysis)) ?? file.host?.declarationOf?.(node.start, node.end)
  );
}

/** What a function or method of this file is declared to do. */
export function declaredFunction(fn: AnyFunction, analysis: FileAnalysis): DeclaredEffects | undefined {
  const { byName } = declarationComments(analysis.file);
  if (byName.size === 0) return undefined;
  if (fn.id) {
    const own = byName.get(fn.id.start);
    if (own) return own;
  }
  for (const binding of analysis.file.bindings.declared.values()) {
    if (binding.init && byName.has(binding.start) && peel(binding.init) === fn) return byName.get(binding.start);
  }
  for (const info of analysis.classes.values()) {
    if (info.foreign) continue;
    for (const { fn: method, node } of info.members)
      if (method === fn && node.type === "MethodDefinition") return byName.get(node.key.start);
  }
  return undefined;
}

/** Where the member that is called is declared, if that is in this file. */
function memberHere(object: Expression, name: string, analysis: FileAnalysis): number | undefined {
  const member = (info: ClassInfo | undefined, isStatic: boolean): number | undefined => {
    const element = info?.foreign ? undefined : elementNamed(info?.node, name, isStatic);
    return element?.key.start;
  };
  if (object.type === "ThisExpression") return member(classAround(analysis, object), false);
  if (object.type !== "Identifier") return undefined;
  const info = classOfName(analysis.file, analysis.classes, object);
  if (info) return member(info, true);
  const binding = analysis.file.bindings.bindingOf(object);
  const init = binding?.kind === "const" && binding.init ? peel(binding.init) : undefined;
  if (init?.type !== "ObjectExpression") return undefined;
  for (const property of init.properties)
    if (property.type === "Property" && keyName(property.key, property.computed) === name) return property.key.start;
  return undefined;
}

type Element = Extract<Class["body"]["body"][number], { key: Node }>;

/** The method or property of a class body that has the name. */
export function elementNamed(node: Class | undefined, name: string, isStatic: boolean): Element | undefined {
  for (const element of node?.body.body ?? []) {
    if ((element.type === "MethodDefinition" || element.type === "PropertyDefinition") && element.static === isStatic)
      if (keyName(element.key, element.computed) === name) return element;
  }
  return undefined;
}

/** What the table, or the text of a neighbouring file, says of an import or of a member of it. */
function declaredImport(
  binding: Binding,
  member: string | undefined,
  analysis: FileAnalysis,
): DeclaredEffects | undefined {
  const { source } = binding;
  if (!source) return undefined;
  const { effects, host, readImport, fileName } = analysis.file;
  // A member of what is imported whole, or of a default export that is a bundle of functions.
  const whole = source.name === "*" || source.name === "default";
  const name = member === undefined ? source.name : whole ? member : undefined;
  if (name === undefined) return undefined;
  const listed = (effects && inTable(effects, source.module, name)) ?? inTable(NODE, source.module, name);
  if (listed) return listed;
  if (host || !readImport || (member !== undefined && source.name !== "*")) return undefined;
  return importedDeclaration(readImport, fileName, source.module, name);
}

/** What comes with Node or with plait and only computes. */
const NODE: EffectsTable = {
  plait: { speculate: "pure" },
  "node:path": {
    ...Object.fromEntries(
      "basename dirname extname format isAbsolute join normalize parse".split(" ").map((n) => [n, "pure"] as const),
    ),
    // Of the working directory, which may change.
    relative: "reads",
    resolve: "reads",
  },
};

function inTable(effects: EffectsTable, module: string, name: string): DeclaredEffects | undefined {
  const other = module.startsWith("node:") ? module.slice("node:".length) : `node:${module}`;
  for (const key of [module, other]) {
    const entry = Object.hasOwn(effects, key) ? effects[key] : undefined;
    if (typeof entry === "string") return entry;
    if (entry && Object.hasOwn(entry, name)) return entry[name];
  }
  return undefined;
}

/** What the statics of a module class say of its calls. */
export interface ModuleDeclarations {
  /**
   * pure: treats its arguments as read-only and returns what nobody else holds; reads: treats them as read-only;
   * ordered: its calls keep their order among each other and with effects.
   */
  effects?: "pure" | "reads" | "ordered";
  /** The same arguments give the same result. */
  deterministic?: boolean;
  /** Making a call twice does what making it once does. */
  idempotent?: boolean;
}

export const STATICS: Readonly<Record<keyof ModuleDeclarations, (value: unknown) => boolean>> = {
  effects: (value) => value === "pure" || value === "reads" || value === "ordered",
  deterministic: (value) => typeof value === "boolean",
  idempotent: (value) => typeof value === "boolean",
};
const DEEPEST = 8;

/** What is declared of the module that a call calls, or of a class by its key. */
export function moduleDeclarations(called: Launch | string, analysis: FileAnalysis): ModuleDeclarations {
  const key = typeof called === "string" ? called : called.kind === "module" ? called.className : undefined;
  const known = key === undefined ? undefined : analysis.classes.get(key);
  if (known) return staticsOf(known, analysis);
  if (typeof called === "string" || called.kind !== "module") return {};
  return valid(analysis.file.host?.staticsOf?.(called.callee.start, called.callee.end) ?? {});
}

/** Statics are inherited. */
function staticsOf(info: ClassInfo, analysis: FileAnalysis): ModuleDeclarations {
  const values: Record<string, unknown> = {};
  let from: ClassInfo | undefined = info;
  for (let depth = 0; from && depth < DEEPEST; depth++) {
    for (const name of Object.keys(STATICS)) {
      const element = elementNamed(from.node, name, true);
      if (element?.type === "PropertyDefinition" && !(name in values)) values[name] = literal(element.value);
    }
    const base: ClassInfo | undefined =
      from.superName === undefined || from.foreign
        ? undefined
        : classNamed(analysis.classes, from.superName, from.node);
    from = base === from ? undefined : base;
  }
  return valid(values);
}

/** The value of a literal. */
export function literal(value: Expression | null): unknown {
  const node = value && peel(value);
  return node?.type === "Literal" ? node.value : undefined;
}

function valid(values: Readonly<Record<string, unknown>>): ModuleDeclarations {
  return Object.fromEntries(
    Object.entries(STATICS).flatMap(([name, allows]) => (allows(values[name]) ? [[name, values[name]]] : [])),
  );
}
