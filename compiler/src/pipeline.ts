/** The passes over one file, in their order. */
import type { MethodPlan, ModulePlan } from "plait/internal";
import { PLAN_VERSION } from "plait/internal";
import type { FileAnalysis, MethodContext } from "./analyze/methodContext.js";
import { containsLaunch, findLaunches } from "./analyze/launches.js";
import { findClasses } from "./analyze/classes.js";
import { findLocalLaunches } from "./analyze/localFunctions.js";
import { loopsIn } from "./analyze/loops.js";
import { privatesOf } from "./analyze/privates.js";
import { findMutations } from "./analyze/mutations.js";
import { refuseLaunches } from "./check/refuseLaunches.js";
import { verifyEmitted } from "./check/verifyEmitted.js";
import { verifyPlan } from "./check/verifyPlan.js";
import { emitFile, type CompiledClass } from "./emit/emitFile.js";
import { lowerMethod } from "./lower/lowerMethod.js";
import { CannotCompile } from "./lower/state.js";
import { PLT1000, PLT1020 } from "./messages.generated.js";
import { buildPlan } from "./plan/buildPlan.js";
import { printMethod } from "./printIr.js";
import { resolveBindings } from "./syntax/bindings.js";
import { report, type SourceFile } from "./syntax/file.js";
import { lineStarts, parse } from "./syntax/parse.js";
import type { CompiledFile, CompileFileOptions } from "./types.js";

export function runPipeline(options: CompileFileOptions): CompiledFile {
  const { fileName, text, printAfter } = options;
  const parsed = parse(fileName, text);
  const file: SourceFile = {
    fileName,
    displayName: options.displayName ?? fileName,
    text,
    program: parsed.program,
    bindings: parsed.errors.length > 0 ? resolveNothing() : resolveBindings(parsed.program),
    host: options.host,
    readImport: options.readImport,
    readPlan: options.readPlan,
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
  });
  for (const error of parsed.errors) report(file, error, PLT1000({ message: error.message }));
  if (parsed.errors.length > 0) return unchanged();

  const analysis: FileAnalysis = { file, classes: findClasses(file), launches: new Map() };
  findLaunches(analysis);
  findLocalLaunches(analysis);
  findMutations(analysis);
  refuseLaunches(analysis);
  if (analysis.launches.size === 0) return unchanged();

  const scope = unusedName("$", text);
  const reserved = identifiersIn(text);
  const compiledClasses: CompiledClass[] = [];
  for (const info of new Set(analysis.classes.values())) {
    if (!info.isModule || info.foreign) continue;
    const methods: CompiledClass["methods"] = [];
    const plans: Record<string, MethodPlan> = {};
    for (const method of info.methods.values()) {
      if (!containsLaunch(method.fn, analysis.launches)) continue;
      const partial = { ...analysis, owner: info, name: method.name, fn: method.fn };
      const ctx: MethodContext = { ...partial, privates: privatesOf(partial), loops: loopsIn(method.fn) };
      try {
        const { ir, state } = lowerMethod(ctx, scope, reserved, options.sequential);
        printAfter?.(`lower ${info.name}.${method.name}`, printMethod(ir, text));
        const plan = buildPlan(ir, state);
        printAfter?.(`plan ${info.name}.${method.name}`, JSON.stringify(plan, null, 2));
        for (const detail of verifyPlan(ir, plan, state)) report(file, method.node, PLT1020({ detail }));
        const named = new Set(file.bindings.in(method.fn.start, method.fn.end).map((r) => r.name));
        methods.push({ ir, named, source: { start: method.node.start, end: method.node.end } });
        plans[method.name] = plan;
      } catch (error) {
        if (!(error instanceof CannotCompile)) throw error;
        report(file, error.node, error.diagnostic);
      }
    }
    if (methods.length === 0) continue;
    const plan: ModulePlan = { planVersion: PLAN_VERSION, module: info.name, file: file.displayName, methods: plans };
    compiledClasses.push({ info, plan, methods });
  }
  if (compiledClasses.length === 0 || file.diagnostics.some((d) => d.severity === "error")) return unchanged();

  const written = emitFile(file, compiledClasses, scope, unusedName("$compiled", text));
  for (const detail of verifyEmitted(fileName, written.code, compiledClasses, scope)) {
    report(file, compiledClasses[0]?.info.node ?? file.program, PLT1020({ detail }));
  }
  printAfter?.("emit", written.code);
  if (file.diagnostics.some((d) => d.severity === "error")) return unchanged();
  return {
    fileName,
    changed: true,
    code: written.code,
    map: written.map,
    plans: compiledClasses.map((c) => c.plan),
    diagnostics: file.diagnostics,
  };
}

function resolveNothing(): SourceFile["bindings"] {
  return resolveBindings(parse("empty.ts", "").program);
}

/** Every word of the file: a fresh name must not be one of them. */
function identifiersIn(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const match of text.matchAll(/[$_\p{ID_Start}][$\u200c\u200d\p{ID_Continue}]*/gu))
    if (match[0].includes("$")) words.add(match[0]);
  return words;
}

function unusedName(base: string, text: string): string {
  let name = base;
  // `${` opens a substitution; it is no name.
  const used = (candidate: string): boolean =>
    new RegExp("(?<![\\w$])" + candidate.replaceAll("$", "\\$") + "(?![\\w${])").test(text);
  while (used(name)) name += "$";
  return name;
}
