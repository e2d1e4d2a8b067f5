/**
 * Private methods that a class uses as values, or calls on other objects than `this`: nobody else can tell the runtime
 * what they are.
 *
 *   const ask = this.#ask.bind(this);      →  class A { #$compiled = $compiledPrivates(this, "A", { "#ask": this.#ask }); …
 */
import type { Node } from "oxc-parser";
import type { ClassInfo } from "../analyze/classes.js";
import { childrenOf, keyName, peel } from "../syntax/walk.js";
import type { MethodIr } from "../ir.js";

/** As the properties of an object; undefined where there are none. */
export function privateValues({ node }: ClassInfo, methods: readonly { ir: MethodIr }[]): string | undefined {
  const names = new Set(methods.map(({ ir }) => ir.name).filter((name) => name.startsWith("#")));
  if (names.size === 0) return undefined;
  const found = new Set<string>();
  const visit = (at: Node, isCallee: boolean): void => {
    if (at.type === "MemberExpression" && !(isCallee && at.object.type === "ThisExpression")) {
      const name = keyName(at.property, at.computed);
      if (name !== undefined && names.has(name)) found.add(name);
    }
    const callee = at.type === "CallExpression" ? peel(at.callee) : undefined;
    for (const child of childrenOf(at)) visit(child, child === callee);
  };
  visit(node.body, false);
  return found.size === 0 ? undefined : [...found].map((name) => `"${name}": this.${name}`).join(", ");
}
