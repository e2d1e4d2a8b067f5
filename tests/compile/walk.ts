/** Syntax trees: the rig looks at those of hundreds of thousands of programs, several times each. */
import {
  parseSync,
  visitorKeys,
  type ArrowFunctionExpression,
  type Function as FunctionNode,
  type Node,
  type OxcError,
  type Program,
} from "oxc-parser";
import { takeProgram } from "../../compiler/src/syntax/takeProgram.js";

interface Parsed {
  program: Program;
  errors: readonly OxcError[];
}

const KEPT = 8;
const recent = new Map<string, Parsed>();

/** A source text as a tree. Those who look at the same text one after another share the tree. */
export function parseTypeScript(name: string, text: string): Parsed {
  let parsed = recent.get(text);
  if (!parsed) {
    const result = parseSync(name, text, { lang: "ts", sourceType: "module" });
    parsed = { program: takeProgram(result), errors: result.errors };
    const [oldest] = recent.keys();
    if (recent.size >= KEPT && oldest !== undefined) recent.delete(oldest);
    recent.set(text, parsed);
  }
  return parsed;
}

export const isFunction = (node: Node): node is FunctionNode | ArrowFunctionExpression =>
  node.type === "FunctionDeclaration" || node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression";

export function eachChild(node: Node, visit: (child: Node) => void): void {
  const keys = visitorKeys[node.type];
  if (!keys) return;
  for (const key of keys) {
    const child = (node as unknown as Record<string, Node | (Node | null)[] | null | undefined>)[key];
    if (Array.isArray(child)) {
      for (const item of child) if (item) visit(item);
    } else if (child) visit(child);
  }
}

/** Kept with the node, for those who look at a tree many times. */
const CHILDREN = Symbol("children");

export function childrenOf(node: Node): readonly Node[] {
  const kept = node as Node & { [CHILDREN]?: Node[] };
  let children = kept[CHILDREN];
  if (!children) {
    const found: Node[] = [];
    eachChild(node, (child) => void found.push(child));
    kept[CHILDREN] = children = found;
  }
  return children;
}
