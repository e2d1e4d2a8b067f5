/** The passes over one file, in their order. */
import type { ModulePlan } from "plait/internal";
import type { FileAnalysis, MethodContext } from "./analyze/methodContext.js";
import { analyseCalls } from "./analyze/analyseCalls.js";
import { findClasses } from "./analyze/classes.js";
import { filesLookedAt, lookAgain } from "./analyze/importedClasses.js";
import { callsHidden } from "./analyze/unknownCalls.js";
import { textReads } from "./analyze/launchReads.js";
import { mayWriteWhenCalled, textWrites } from "./analyze/launchWrites.js";
import { methodLocals } from "./analyze/methodLocals.js";
import { checkDeclarations } from "./check/checkDeclarations.js";
import { refuseBases } from "./check/refuseBases.js";
import { refuseInClasses } from "./check/refuseInClasses.js";
import { refuseLaunches } from "./check/refuseLaunches.js";
import { verifyEmitted } from "./check/verifyEmitted.js";
import { verifyPlan } from "./check/verifyPlan.js";
import { copiesFor, displayNameOf } from "./copies.js";
import { compileClasses, compileCopies, compileFunctions, type CompiledUnit, type Unit } from "./compileUnits.js";
import { emitFile, type CompiledCopies, type EmittedText } from "./emit/emitFile.js";
import { namesInTexts } from "./emit/namesInTexts.js";
import { lowerMethod } from "./lower/lowerMethod.js";
import { CannotCompile } from "./lower/state.js";
import { PLT1000, PLT1005, PLT1020 } from "./messages.generated.js";
import { buildPlan } from "./plan/buildPlan.js";
import { printMethod } from "./printIr.js";
import { resolveBindings } from "./syntax/resolveBindings.js";
import type { Binding } from "./syntax/bindings.js";
import { report, shortText, sourceText, type SourceFile } from "./syntax/file.js";
import { lineStarts, parse, parseShared } from "./syntax/parse.js";
import { transform } from "./transform/transform.js";
import type { AnyFunction } from "./syntax/walk.js";
import type { CompiledFile, CompileFileOptions, Diagnostic } from "./types.js";

export function runPipeline(options: CompileFileOptions): CompiledFile {
  const { fileName, text, printAfter } = options;
  lookAgain();
  const parsed = parseShared(fileName, text);
  const file: SourceFile = {
    fileName,
    displayName: options.displayName ?? fileName,
    text,
    program: parsed.program,
    bindings: parsed.errors.length > 0 ? resolveNothing() : resolveBindings(parsed.program),
    host: options.host,
    readImport: options.readImport,
    readPlan: options.readPlan,
    effects: options.effects,
    lines: lineStarts(text),
    diagnostics: [],
  };
  const unchanged = (): CompiledFile => ({
    fileName,
    changed: false,
    code: text,
    map: null,
    plans: [],
    diagnostics: file.diagnostics,
    dependsOn: filesLookedAt(),
  });
  for (const error of parsed.errors) report(file, error, PLT1000({ message: error.message }));
  // The parser takes it for a name where no function around is async. In a compiled method it would be the operator.
  for (const name of [...file.bindings.references, ...file.bindings.declared.values()])
    if (name.name === "await") report(file, name, PLT1000({ message: "`await` cannot be a name in a module" }));
  for (const name of file.bindings.declared.values())
    if (name.name === "undefined") report(file, name, PLT1000({ message: "`undefined` cannot be declared" }));
  // As a value that changes, it would do what JavaScript refuses to do when it comes to it.
  for (const { name, kind, writes } of file.bindings.declared.values())
    if (kind === "const")
      for (const write of writes)
        report(file, write, PLT1000({ message: `\`${name}\` is a constant: it cannot be assigned` }));
  if (file.diagnostics.length > 0) return unchanged();

  const analysis: FileAnalysis = { file, classes: findClasses(file), launches: new Map() };
  analyseCalls(analysis);
  checkDeclarations(analysis);
  refuseLaunches(analysis);
  refuseInClasses(analysis);
  refuseBases(analysis);
  const copies = copiesFor(analysis);
  const allText = [text, ...copies.map(({ home }) => home.file.text)].join("\n");
  const scope = unusedName("$", allText);
  const reserved = identifiersIn(allText);
  const compileIn = (
    analysis: FileAnalysis,
    { owner, name, label, fn, node, asWritten }: Unit,
    inPlace: boolean,
  ): CompiledUnit => {
    const { file } = analysis;
    const { text } = file;
    const sequential = inPlace || asWritten === true;
    const ctx: MethodContext = { ...analysis, owner, name, fn, ...methodLocals(fn, analysis) };
    const { ir, state } = lowerMethod(ctx, scope, reserved, sequential);
    printAfter?.(`lower ${label}`, printMethod(ir, text));
    if (!sequential) {
      transform(ir, state);
      printAfter?.(`transform ${label}`, printMethod(ir, text));
    }
    const plan = buildPlan(ir, state);
    if (mayWriteWhenCalled(fn, analysis)) plan.writes = true;
    if (fn.body && textWrites(fn.body, ctx)) plan.changes = true;
    if (textReads(fn, analysis)) plan.reads = true;
    if (callsHidden(fn, analysis)) plan.hidden = true;
    printAfter?.(`plan ${label}`, JSON.stringify(plan, null, 2));
    for (const detail of verifyPlan(ir, plan, state)) report(file, node, PLT1020({ detail }));
    const named = namesInTexts(ir, file.bindings);
    return { method: { ir, named, source: { start: node.start, end: node.end } }, plan };
  };
  const compileOne = (unit: Unit, inPlace: boolean): CompiledUnit => compileIn(analysis, unit, inPlace);
  const names = {
    scope,
    compiled: unusedName("$compiled", text),
    compiledFunction: unusedName("$compiledFunction", allText),
    compiledField: unusedName("$compiledField", text),
    compiledPrivates: unusedName("$compiledPrivates", text),
    register: unusedName("$register", text),
  };
  /** What is said of the schedule in another file is said where that is compiled; it is not. */
  const compileCopied = (inPlace: boolean): CompiledCopies[] =>
    copies.flatMap((one, i) => {
      const { home, by, imports } = one;
      const { diagnostics } = home.file;
      const before = diagnostics.length;
      try {
        const functions = compileCopies(one, displayNameOf(home, analysis), (unit) => compileIn(home, unit, inPlace));
        return {
          home: home.file,
          imports: imports.map(({ binding, module, name }, j) => {
            const alias = unusedName(`$given${i}_${j}`, text);
            return { name: binding.name, alias, imported: name, module };
          }),
          around: unusedName(`$copied${i}`, text),
          texts: one.texts.map(({ binding, fn }) => declarationText(home.file, binding, fn)),
          functions,
        };
      } catch (error) {
        if (!(error instanceof CannotCompile)) throw error;
        report(file, by, PLT1005({ callback: shortText(file, by, 40) }), [{ node: by, message: error.message }]);
        return [];
      } finally {
        file.diagnostics.push(...diagnostics.splice(before).filter(isError));
      }
    });
  /** The file in one of its forms; undefined where nothing of it is compiled. */
  const writeFile = (inPlace: boolean): (EmittedText & { plans: ModulePlan[] }) | undefined => {
    const classes = compileClasses(analysis, (unit) => compileOne(unit, inPlace));
    const functions = compileFunctions(analysis, (unit) => compileOne(unit, inPlace));
    const copied = compileCopied(inPlace);
    const compiled = [...classes, ...functions];
    if (compiled.length === 0 || file.diagnostics.some(isError)) return undefined;
    const written = emitFile(file, classes, functions, names, copied);
    const wanted = [
      ...classes.flatMap((c) => [...c.methods, ...c.statics]),
      ...[...functions, ...copied.flatMap((c) => c.functions)].map((f) => f.method),
    ];
    for (const detail of verifyEmitted(fileName, written.added, wanted, names)) {
      report(file, classes[0]?.info.node ?? file.program, PLT1020({ detail }));
    }
    printAfter?.("emit", written.code);
    return { ...written, plans: compiled.map((c) => c.plan) };
  };
  const written = writeFile(false);
  const reported = file.diagnostics.length;
  const reference = written && options.reference === true ? writeFile(true) : undefined;
  // Remarks are about the schedule, and the reference has none.
  file.diagnostics.push(...file.diagnostics.splice(reported).filter(isError));
  if (!written || file.diagnostics.some(isError)) return unchanged();
  return {
    fileName,
    changed: true,
    code: written.code,
    ...(reference && { reference: reference.code }),
    map: written.map,
    // What is said of a leaf is for the runtime alone.
    plans: written.plans.filter(({ methods }) => Object.keys(methods).length > 0),
    diagnostics: file.diagnostics,
    dependsOn: filesLookedAt(),
  };
}

/** What is written again of a declaration that other files cannot import. */
function declarationText(file: SourceFile, { start, init }: Binding, fn: AnyFunction | undefined): string {
  return init ? `const ${file.text.slice(start, init.end)};` : sourceText(file, fn as AnyFunction);
}

const isError = ({ severity }: Diagnostic): boolean => severity === "error";

function resolveNothing(): SourceFile["bindings"] {
  return resolveBindings(parse("empty.ts", "").program);
}

/** Every word of the file with a `$` in it: a fresh name must not be one of them. Most files have few. */
function identifiersIn(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (let at = text.indexOf("$"); at >= 0;) {
    let from = at;
    while (from > 0 && !ENDS_WORD.test(text[from - 1] as string)) from--;
    let end = at + 1;
    while (end < text.length && !ENDS_WORD.test(text[end] as string)) end++;
    for (const [word] of text.slice(from, end).matchAll(/[$_\p{ID_Start}][$\u200c\u200d\p{ID_Continue}]*/gu))
      if (word.includes("$")) words.add(word);
    at = text.indexOf("$", end);
  }
  return words;
}

/** No name goes on beyond it. What is not ASCII is left to the exact pattern. */
const ENDS_WORD = /[^\w$\u0080-\uffff]/;

function unusedName(base: string, text: string): string {
  let name = base;
  // `${` opens a substitution; it is no name.
  const used = (candidate: string): boolean =>
    new RegExp("(?<![\\w$])" + candidate.replaceAll("$", "\\$") + "(?![\\w${])").test(text);
  while (used(name)) name += "$";
  return name;
}
