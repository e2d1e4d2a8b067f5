/**
 * Functions of files that are not compiled by themselves, of which a file that hands them modules carries a compiled
 * copy. That goes where the function means the same in the other file: it names what is global, what its own file
 * exports or imports, and functions and simple constants that can be copied with it.
 *
 *     // utils.ts
 *     const MARK = "!";                                       copied
 *     const once = (f, q) => f(q);                            copied
 *     export const apply = (f, q) => once(f, q) + MARK;       compiled in main.ts, which calls apply((q) => this.ask(q))
 *     let calls = 0;
 *     export const count = (f, q) => (calls++, f(q));         stays: nobody else can assign `calls`
 */
import type { Expression } from "oxc-parser";
import type { Binding } from "../syntax/bindings.js";
import { Kept } from "../syntax/kept.js";
import { peel, walk, type AnyFunction } from "../syntax/walk.js";
import { exportedAs, functionsOf } from "./functions.js";
import { changesElsewhere } from "./importedBindings.js";
import { functionOf } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";
import { findMutations, isMutated, mutationFacts } from "./mutations.js";

/** How a copy comes to what a name of the file stands for. */
export type Access =
  /** By an import; `module` undefined: from the file itself. */
  | { kind: "import"; module: string | undefined; name: string }
  /** By a copy of what declares it. */
  | { kind: "copy"; fn: AnyFunction | undefined };

const known = new Kept<FileAnalysis["file"], Map<AnyFunction, boolean>>();

export function canBeCopied(fn: AnyFunction, home: FileAnalysis): boolean {
  let answers = known.get(home.file);
  if (!answers) known.set(home.file, (answers = new Map()));
  let answer = answers.get(fn);
  if (answer === undefined) {
    // Functions that call each other can be copied if nothing else is in the way.
    answers.set(fn, true);
    answer = isMovable(fn, home) && namesOutside(fn, home).every((binding) => accessTo(binding, home) !== undefined);
    answers.set(fn, answer);
  }
  return answer;
}

/** Whether a function is compiled at all, and holds nothing that means something else in another file. */
function isMovable(fn: AnyFunction, home: FileAnalysis): boolean {
  const info = functionsOf(home.file, home.classes).get(fn);
  if (!info || info.owner || info.name.includes(".")) return false;
  let movable = true;
  walk(fn, (node) => {
    const isBound =
      node.type === "ClassDeclaration" ||
      node.type === "ClassExpression" ||
      node.type === "MetaProperty" ||
      node.type === "ImportExpression" ||
      node.type === "TSEnumDeclaration" ||
      node.type === "TSModuleDeclaration" ||
      node.type.startsWith("JSX");
    if (isBound) movable = false;
    return movable;
  });
  const inText = home.file.bindings.in(fn.start, fn.end);
  const declared = declaredOtherwise(home);
  return (
    movable &&
    !inText.some(({ name, binding }) => !binding && (/^(?:arguments|eval)$/.test(name) || declared.has(name)))
  );
}

/** Enumerations and the like at the top of a file, which are no bindings. */
export function declaredOtherwise({ file }: FileAnalysis): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of file.program.body) {
    const node = statement.type === "ExportNamedDeclaration" ? (statement.declaration ?? statement) : statement;
    const isValue =
      node.type === "TSEnumDeclaration" ||
      node.type === "TSModuleDeclaration" ||
      node.type === "TSImportEqualsDeclaration";
    if (isValue && node.id.type === "Identifier") names.add(node.id.name);
  }
  return names;
}

/** The names at the top of its file that a function uses, in the order in which they come. */
export function namesOutside(fn: AnyFunction, { file }: FileAnalysis): Binding[] {
  const found = new Set<Binding>();
  for (const { binding } of file.bindings.in(fn.start, fn.end)) if (binding && !binding.owner) found.add(binding);
  return [...found];
}

/** Undefined where a copy in another file would see something else. */
export function accessTo(binding: Binding, home: FileAnalysis): Access | undefined {
  const { source } = binding;
  if (source) {
    if (changesElsewhere(source.module, source.name, home)) return undefined;
    return { kind: "import", ...source };
  }
  if (binding.writes.length > 0) return undefined;
  const name = exportedAs(binding, home.file);
  if (name !== undefined) return { kind: "import", module: undefined, name };
  const fn = functionOf(binding);
  if (fn) {
    if (!mutationFacts(home)) findMutations(home);
    return !isMutated(binding, home) && canBeCopied(fn, home) ? { kind: "copy", fn } : undefined;
  }
  return binding.kind === "const" && binding.init && isSimple(peel(binding.init))
    ? { kind: "copy", fn: undefined }
    : undefined;
}

/** A value that is the same wherever it is written. */
function isSimple(value: Expression): boolean {
  if (value.type === "UnaryExpression") return isSimple(peel(value.argument));
  if (value.type === "TemplateLiteral") return value.expressions.length === 0;
  return value.type === "Literal" && !("regex" in value);
}
