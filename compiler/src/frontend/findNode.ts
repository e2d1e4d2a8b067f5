/**
 * From a source range to the syntax node that spans it. The analysis has its own tree, from another parser;
 * offsets are the language that both trees speak.
 *
 *     findNode(ts, file, 20, 34)   in `return this.extractor(doc)`   →   the node `this.extractor`
 */
import type { ts, TypeScript } from "./typescript.js";

/**
 * The innermost node that spans exactly [start, end). A name together with its type annotation, which is one
 * node in ESTree and none in TypeScript (`doc?: string`), counts as its declaration.
 */
export function findNode(tsApi: TypeScript, file: ts.SourceFile, start: number, end: number): ts.Node | undefined {
  let node: ts.Node = file;
  let match: ts.Node | undefined;
  for (;;) {
    const child = childAround(tsApi, file, node, start, end);
    if (!child) return match;
    if (child.end === end && child.getStart(file) === start) match = child;
    else if (isAnnotatedName(tsApi, file, child, start, end)) return child;
    node = child;
  }
}

/** Children come in source order, so the one that can hold the range is found by halving. */
function childAround(
  tsApi: TypeScript,
  file: ts.SourceFile,
  node: ts.Node,
  start: number,
  end: number,
): ts.Node | undefined {
  const children = childrenOf(tsApi, node);
  let low = 0;
  let high = children.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const child = children[middle]!;
    if (child.end <= start) low = middle + 1;
    else if (child.pos > start || child.getStart(file) > start) high = middle - 1;
    else return child.end >= end ? child : undefined;
  }
  return undefined;
}

const childLists = new WeakMap<ts.Node, ts.Node[]>();

function childrenOf(tsApi: TypeScript, node: ts.Node): ts.Node[] {
  const known = childLists.get(node);
  if (known) return known;
  const children: ts.Node[] = [];
  tsApi.forEachChild(node, (child) => void children.push(child));
  childLists.set(node, children);
  return children;
}

function isAnnotatedName(tsApi: TypeScript, file: ts.SourceFile, node: ts.Node, start: number, end: number): boolean {
  return (
    (tsApi.isVariableDeclaration(node) || tsApi.isParameter(node)) &&
    node.type?.end === end &&
    node.name.getStart(file) === start
  );
}
