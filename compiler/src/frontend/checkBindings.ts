/**
 * Finds modules that are bound to endpoints of which one is missing. The type of `bind` reports most of
 * these; it cannot see private fields, and a field whose type says no alias.
 *
 *     class Report extends Module { #judge = new LLMInference({ alias: "smart" }); … }
 *     new Report().bind({ endpoints: { fast } })
 *                         ~~~~~~~~~ PLT1030: no endpoint for alias "smart", which Report.#judge needs
 */
import { PLT1030 } from "../messages.generated.js";
import { nearestName } from "../nearestName.js";
import type { Diagnostic } from "../types.js";
import { moduleTypes } from "./moduleTypes.js";
import { type RequiredAlias, requiredAliases } from "./requiredAliases.js";
import { spanIn } from "./tsDiagnostics.js";
import type { ts, TypeScript } from "./typescript.js";

export function checkBindings(
  program: ts.Program,
  tsApi: TypeScript,
  /** Where to look; default: in all files. */
  isWanted: (file: ts.SourceFile) => boolean = () => true,
): Diagnostic[] {
  const checker = program.getTypeChecker();
  const modules = moduleTypes(tsApi, checker);
  const diagnostics: Diagnostic[] = [];

  function visit(node: ts.Node): void {
    if (
      tsApi.isCallExpression(node) &&
      tsApi.isPropertyAccessExpression(node.expression) &&
      node.expression.name.text === "bind"
    ) {
      check(node, node.expression.expression);
    }
    tsApi.forEachChild(node, visit);
  }

  function check(call: ts.CallExpression, receiver: ts.Expression): void {
    const resources = call.arguments[0];
    const bound = checker.getTypeAtLocation(receiver);
    if (!resources || !modules.isModule(bound)) return;
    const present = endpointNames(resources);
    if (!present) return;
    for (const required of requiredAliases(tsApi, checker, bound)) {
      if (!present.includes(required.alias)) report(resources, required, present);
    }
  }

  /** Names of the endpoints, where types tell them: not for resources that are read from a file. */
  function endpointNames(resources: ts.Expression): string[] | undefined {
    const endpoints = checker.getTypeAtLocation(resources).getProperty("endpoints");
    if (!endpoints) return undefined;
    const type = checker.getTypeOfSymbol(endpoints);
    const isOpen = (type.flags & tsApi.TypeFlags.Object) === 0 || type.getStringIndexType();
    return isOpen ? undefined : checker.getPropertiesOfType(type).map((p) => p.name);
  }

  function report(resources: ts.Expression, required: RequiredAlias, present: string[]): void {
    const { alias, className, field, node } = required;
    const at = endpointsKey(tsApi, resources) ?? resources;
    const file = at.getSourceFile();
    const owner = field === "" || field === "constructor" ? className : `${className}.${field}`;
    const similar = nearestName(alias, present);
    const message = PLT1030({
      alias,
      owner,
      present: present.length > 0 ? present.map((name) => `"${name}"`).join(", ") : "none",
    });
    diagnostics.push({
      ...message,
      ...spanIn(file, at.getStart(file), at.end),
      related: node ? [{ ...nodeSpan(node), message: `"${alias}" is needed here` }] : [],
      ...(similar !== undefined && { hint: `Did you mean "${alias}" where it says "${similar}"?` }),
    });
  }

  for (const file of program.getSourceFiles()) {
    if (mayBind(program, file) && isWanted(file)) visit(file);
  }
  return diagnostics;
}

export function mayBind(program: ts.Program, file: ts.SourceFile): boolean {
  const skip = file.isDeclarationFile || program.isSourceFileFromExternalLibrary(file);
  return !skip && file.text.includes(".bind");
}

function nodeSpan(node: ts.Node): ReturnType<typeof spanIn> {
  const file = node.getSourceFile();
  return spanIn(file, node.getStart(file), node.end);
}

/** The word `endpoints` of an object that is written in place. */
function endpointsKey(tsApi: TypeScript, resources: ts.Expression): ts.Node | undefined {
  if (!tsApi.isObjectLiteralExpression(resources)) return undefined;
  return resources.properties.find((p) => p.name?.getText() === "endpoints")?.name;
}
