/** Warns of declarations that cannot be understood, and of those that the code contradicts. */
import { elementNamed, literal, STATICS, type ModuleDeclarations } from "../analyze/declarations.js";
import { declarationComments } from "../analyze/declarationComments.js";
import { effectsOfCall } from "../analyze/effects.js";
import type { Reason } from "../analyze/foundEffects.js";
import { functionOf } from "../analyze/kinds.js";
import type { FileAnalysis } from "../analyze/methodContext.js";
import { PLT3001, PLT3002 } from "../messages.generated.js";
import { report } from "../syntax/file.js";
import type { AnyFunction } from "../syntax/walk.js";

const ALLOWED: Readonly<Record<keyof ModuleDeclarations, string>> = {
  effects: '`"pure"`, `"reads"` or `"ordered"`',
  deterministic: "`true` or `false`",
  idempotent: "`true` or `false`",
};

/** What is certain; of a function that is not known, the declaration is all that is known. */
const DOES: Readonly<Partial<Record<Reason, string>>> = {
  print: "prints",
  write: "changes an object that others can see",
  assign: "assigns a variable outside of itself",
  random: "draws random numbers",
  time: "reads the clock",
};

export function checkDeclarations(analysis: FileAnalysis): void {
  const { file } = analysis;
  for (const { problem, ...place } of declarationComments(file).problems)
    report(file, place, PLT3001({ declaration: "@plait", problem }));
  for (const info of new Set(analysis.classes.values())) {
    if (info.foreign || !info.isModule) continue;
    for (const name of Object.keys(STATICS) as (keyof ModuleDeclarations)[]) {
      const element = elementNamed(info.node, name, true);
      if (element?.type !== "PropertyDefinition" || STATICS[name](literal(element.value))) continue;
      report(file, element, PLT3001({ declaration: `static ${name}`, problem: `its value is not ${ALLOWED[name]}` }));
    }
  }
  checkContradictions(analysis);
}

function checkContradictions(analysis: FileAnalysis): void {
  const { file } = analysis;
  const { byName } = declarationComments(file);
  if (byName.size === 0) return;
  const check = (start: number, name: string, fn: AnyFunction | undefined): void => {
    const declared = byName.get(start);
    if (!fn || declared === undefined || declared === "effect") return;
    const { because, reason } = effectsOfCall(fn, analysis);
    const does = reason && DOES[reason];
    if (!because || !does) return;
    report(file, because, PLT3002({ name, declared, does }), [
      { node: { start, end: start + name.length }, message: `declared \`${declared}\`` },
    ]);
  };
  for (const binding of file.bindings.declared.values()) check(binding.start, binding.name, functionOf(binding));
  for (const info of new Set(analysis.classes.values())) {
    if (info.foreign) continue;
    for (const { name, fn, node } of info.members)
      if (node.type === "MethodDefinition") check(node.key.start, name, fn);
  }
}
