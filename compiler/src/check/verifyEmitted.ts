/**
 * The other half of translation validation: the emitted text is parsed again, and every name that stands for
 * a future must be named only where the protocol waits for it: among the arguments of `$` operations, never
 * inside the text of a callback, where only parameters stand.
 */
import type { Node } from "oxc-parser";
import type { CompiledMethod, FreshNames } from "../emit/emitFile.js";
import { parse } from "../syntax/parse.js";
import type { Bindings } from "../syntax/bindings.js";
import { resolveBindings } from "../syntax/resolveBindings.js";
import { type AnyFunction, FUNCTIONS, isFunction, keyName, nodesOf } from "../syntax/walk.js";

/** Operations whose callbacks get plain values; the others' callbacks get a scope and start operations. */
const VALUE_CALLBACKS: ReadonlySet<string> = new Set([
  "on",
  "onAll",
  "effect",
  "effectAll",
  "inTurn",
  "inTurnAll",
  "throw",
  "unpack",
  "sequential",
  "sequentialAll",
]);

/** Operations with a callback for each element, and which of their arguments that is. */
const WALKS: Readonly<Record<string, number>> = { over: 1, map: 2, mapAll: 2, each: 3, mapWith: 3 };

export function verifyEmitted(
  fileName: string,
  /** The file, or what was added to it. */
  code: string,
  methods: readonly Pick<CompiledMethod, "ir">[],
  { scope, compiled, compiledFunction }: Pick<FreshNames, "scope" | "compiled" | "compiledFunction">,
): string[] {
  const parsed = parse(fileName, code, { types: false });
  if (parsed.errors.length > 0) return parsed.errors.map((e) => `the emitted text does not parse: ${e.message}`);
  const bindings = resolveBindings(parsed.program);
  const names = new Set(methods.map((m) => m.ir.name));
  const problems: string[] = [];
  let found = 0;
  for (const node of nodesOf(parsed.program, "CallExpression")) {
    if (node.callee.type !== "Identifier") continue;
    if (node.callee.name !== compiled && node.callee.name !== compiledFunction) continue;
    for (const argument of node.arguments) {
      if (argument.type !== "ObjectExpression") continue;
      for (const property of argument.properties) {
        if (property.type !== "Property" || !property.method || !isFunction(property.value)) continue;
        if (!names.has(keyName(property.key, false) ?? "")) continue;
        const [first] = property.value.params;
        if (first?.type !== "Identifier" || first.name !== scope) continue;
        found++;
        verifyMethod(property.value, bindings, scope, problems);
      }
    }
  }
  if (found < methods.length) problems.push(`${methods.length - found} compiled methods are not in the emitted text`);
  return problems;
}

function verifyMethod(method: AnyFunction, bindings: Bindings, scope: string, problems: string[]): void {
  // Functions that start operations: the method, arms, iterations, joins. Their names may be futures.
  const starting = new Set<AnyFunction>([method]);
  /** Where the index parameters of maps are declared: numbers, never futures. */
  const indices = new Set<number>();
  /** Callbacks that get plain values. */
  const getting = new Set<Node>();
  /** Where the outermost of those that the text is in ends. */
  let inside = 0;
  for (const node of nodesOf(method, "CallExpression", "Identifier", ...FUNCTIONS)) {
    const isInside = node.start < inside;
    if (isFunction(node)) {
      const first = node.params[0];
      if (isInside || node === method) continue;
      if (getting.has(node)) inside = node.end;
      else if (first?.type === "Identifier" && first.name === scope) starting.add(node);
    } else if (node.type === "CallExpression") {
      const operation = isInside ? undefined : operationOf(node, scope);
      if (operation === undefined) continue;
      const body = node.arguments[WALKS[operation] ?? Infinity];
      const index = body && isFunction(body) ? body.params[2] : undefined;
      if (index) indices.add(index.start);
      if (VALUE_CALLBACKS.has(operation)) for (const argument of node.arguments) getting.add(argument);
    } else if (isInside) {
      const binding = bindings.at(node)?.binding;
      if (!binding?.owner || !starting.has(binding.owner) || indices.has(binding.start)) continue;
      const plain = binding.kind === "const" && binding.init !== undefined && !startsOperation(binding.init, scope);
      if (!plain && binding.name !== scope)
        problems.push(`\`${node.name}\` is used inside a callback without being waited for`);
    }
  }
}

function operationOf(node: Node, scope: string): string | undefined {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return undefined;
  const { object, property } = node.callee;
  if (object.type !== "Identifier" || object.name !== scope || property.type !== "Identifier") return undefined;
  return property.name;
}

function startsOperation(node: Node, scope: string): boolean {
  return operationOf(node, scope) !== undefined || isFunction(node);
}
