/** A file with its compiled methods spliced in: each class gets a static block, everything else stays byte for byte. */
import type { ModulePlan } from "plait/internal";
import type { MethodIr } from "../ir.js";
import type { ClassInfo } from "../analyze/classes.js";
import { sourceText, type SourceFile } from "../syntax/file.js";
import { emitMethod } from "./emitMethod.js";
import { write, type Piece, type Written } from "./writer.js";

export interface CompiledClass {
  info: ClassInfo;
  plan: ModulePlan;
  methods: { ir: MethodIr; named: ReadonlySet<string>; source: { start: number; end: number } }[];
}

export function emitFile(
  file: SourceFile,
  classes: readonly CompiledClass[],
  scope: string,
  importName: string,
): Written {
  const pieces: Piece[] = [];
  let from = 0;
  const copyTo = (end: number): void => {
    if (end > from) pieces.push({ start: from, end });
    from = end;
  };
  copyTo(importOffset(file));
  pieces.push(`import { compiled as ${importName} } from "plait/internal"; `);
  // The methods as they were written stay in place; positions belong to the compiled ones.
  for (const { info, plan, methods } of [...classes].sort((a, b) => a.info.node.start - b.info.node.start)) {
    for (const method of [...methods].sort((a, b) => a.source.start - b.source.start)) {
      copyTo(method.source.start);
      pieces.push({ ...method.source, quiet: true });
      from = method.source.end;
    }
    copyTo(info.node.end - 1);
    // A field without a value and a semicolon would take `static` for a part of itself.
    const last = info.node.body.body.at(-1);
    const open = last?.type === "PropertyDefinition" && !last.value && !sourceText(file, last).endsWith(";");
    if (open) pieces.push("  ;");
    const usesSuper = methods.some((m) => /\bsuper\b/.test(sourceText(file, m.source)));
    pieces.push(`\n  static {\n    ${importName}(this, {\n`);
    if (usesSuper) pieces.push("      __proto__: super.prototype,\n");
    for (const { ir, named } of methods) {
      pieces.push(`      // ${summary(plan, ir.name)}\n`, ...emitMethod(ir, scope, named, file.text, "      "));
    }
    pieces.push(`    }, ${asExpression(plan)});\n  }\n`);
  }
  copyTo(file.text.length);
  return write(pieces, file.text, file.fileName, file.lines);
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

function summary(plan: ModulePlan, method: string): string {
  const m = plan.methods[method];
  if (!m) return method;
  const path = m.criticalPath.map((id) => m.nodes[id]?.label.replace(/[\r\n\u2028\u2029]+/g, " ")).join(" → ");
  const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;
  return `${count(m.calls, "call")} · ${count(m.levels.length, "level")} · critical path ${path}`;
}

/** Data as an expression: JSON in a string, which engines read faster than a literal and no text in it can end. */
function asExpression(value: unknown): string {
  const text = JSON.stringify(JSON.stringify(value));
  return `JSON.parse(${text.replace(/[\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`)})`;
}
