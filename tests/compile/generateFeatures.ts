/** Which constructs a program holds, by its syntax tree, so that what the fuzzer covers can be counted. */
import type { Node } from "oxc-parser";
import { splitFiles } from "./files.js";
import { eachChild, parseTypeScript } from "./walk.js";

type Type = Node["type"];

interface Test {
  /** Of nodes that are asked. */
  types: readonly Type[];
  holds(node: Node, around: readonly Node[]): boolean;
}

/** Nodes of some types; one kind of node has several where their fields are the same. */
type NodeOf<T extends Type, N = Node> = N extends { type: Type } ? (T & N["type"] extends never ? never : N) : never;

function on<T extends Type>(
  types: T | readonly T[],
  holds: (node: NodeOf<T>, around: readonly Node[]) => boolean,
): Test {
  return { types: typeof types === "string" ? [types] : types, holds: holds as Test["holds"] };
}

const is = (...types: readonly Type[]): Test => on(types, () => true);

const field = (node: Node, key: string): Node | undefined =>
  ((node as unknown as Record<string, Node | null | undefined>)[key] ?? undefined) as Node | undefined;

/** `x.name(…)`. */
const method = (...names: readonly string[]): Test =>
  on("CallExpression", ({ callee }) => {
    if (callee.type !== "MemberExpression") return false;
    const { property } = callee;
    return property.type === "Identifier" && names.includes(property.name);
  });

const LOOPS = ["ForStatement", "ForOfStatement", "ForInStatement", "WhileStatement", "DoWhileStatement"] as const;
const FUNCTIONS = ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"] as const;

const has = (types: readonly Type[], { type }: Node): boolean => types.includes(type);

/** The nearest of `types` around a node within its function. */
function inside(around: readonly Node[], ...types: readonly Type[]): boolean {
  for (const node of [...around].reverse()) {
    if (types.includes(node.type)) return true;
    if (has(FUNCTIONS, node)) return false;
  }
  return false;
}

/** In the part `key` of a `try` of the same function. */
function inPart(node: Node, around: readonly Node[], key: string): boolean {
  const path = [...around, node];
  for (let i = path.length - 2; i >= 0; i--) {
    const current = path[i] as Node;
    if (has(FUNCTIONS, current)) return false;
    if (current.type === "TryStatement" && field(current, key) === path[i + 1]) return true;
  }
  return false;
}

const calledAtOnce = on("CallExpression", ({ callee }) => {
  const fn = callee.type === "ParenthesizedExpression" ? callee.expression : callee;
  return fn.type === "ArrowFunctionExpression";
});

const callback = (name: string): readonly [string, Test] => [name, method(name)];

const TESTS: readonly (readonly [string, Test])[] = [
  ["for", is("ForStatement")],
  ["for of", is("ForOfStatement")],
  ["for in", is("ForInStatement")],
  ["while", is("WhileStatement")],
  ["do while", is("DoWhileStatement")],
  ["loop in a loop", on(LOOPS, (n, around) => inside(around, ...LOOPS))],
  ["label", is("LabeledStatement")],
  ["break in a loop", on("BreakStatement", (n, around) => inside(around, ...LOOPS))],
  ["continue", is("ContinueStatement")],
  ["labelled break", on("BreakStatement", (n) => field(n, "label") !== undefined)],
  ["labelled continue", on("ContinueStatement", (n) => field(n, "label") !== undefined)],
  ["return in a loop", on("ReturnStatement", (n, around) => inside(around, ...LOOPS))],
  ["throw", is("ThrowStatement")],
  ["throw in a loop", on("ThrowStatement", (n, around) => inside(around, ...LOOPS))],
  ["switch", is("SwitchStatement")],
  ["switch in a loop", on("SwitchStatement", (n, around) => inside(around, ...LOOPS))],
  [
    "default not last",
    on(
      "SwitchStatement",
      (n) => n.cases.findIndex((c) => c.test === null) < n.cases.length - 1 && n.cases.some((c) => c.test === null),
    ),
  ],
  ["try", is("TryStatement")],
  ["try in a try", on("TryStatement", (n, around) => inside(around, "TryStatement"))],
  ["try in a loop", on("TryStatement", (n, around) => inside(around, ...LOOPS))],
  ["finally", on("TryStatement", (n) => n.finalizer !== null)],
  ["catch without binding", on("CatchClause", (n) => n.param === null)],
  ["return in try", on("ReturnStatement", (n, around) => inPart(n, around, "block"))],
  ["return in catch", on("ReturnStatement", (n, around) => inPart(n, around, "handler"))],
  ["return in finally", on("ReturnStatement", (n, around) => inPart(n, around, "finalizer"))],
  ["throw in try", on("ThrowStatement", (n, around) => inPart(n, around, "block"))],
  ["throw in catch", on("ThrowStatement", (n, around) => inPart(n, around, "handler"))],
  ["break out of try", on("BreakStatement", (n, around) => inPart(n, around, "block"))],
  ...[
    "map",
    "flatMap",
    "forEach",
    "filter",
    "reduce",
    "reduceRight",
    "find",
    "findIndex",
    "findLast",
    "findLastIndex",
    "some",
    "every",
  ].map(callback),
  ["function expression callback", on("FunctionExpression", (n, around) => around.at(-1)?.type === "CallExpression")],
  ["array with a hole", on("ArrayExpression", (n) => n.elements.includes(null))],
  ["arrow in a variable", on("ArrowFunctionExpression", (n, around) => around.at(-1)?.type === "VariableDeclarator")],
  ["arrow as an argument", on("ArrowFunctionExpression", (n, around) => around.at(-1)?.type === "CallExpression")],
  [
    "arrow in a literal",
    on("ArrowFunctionExpression", (n, around) => /^(ArrayExpression|Property)$/.test(around.at(-1)?.type ?? "")),
  ],
  [
    "arrow that is returned",
    on("ArrowFunctionExpression", (n, around) =>
      /^(ReturnStatement|ArrowFunctionExpression)$/.test(around.at(-1)?.type ?? ""),
    ),
  ],
  ["local function declaration", on("FunctionDeclaration", (n, around) => around.some((a) => a.type === "ClassBody"))],
  ["function called at once", calledAtOnce],
  ["private method", is("PrivateIdentifier")],
  ["getter", on("MethodDefinition", (n) => n.kind === "get")],
  ["setter", on("MethodDefinition", (n) => n.kind === "set")],
  ["static member", on(["MethodDefinition", "PropertyDefinition"], (n) => n.static)],
  ["super method", on("MemberExpression", (n) => n.object.type === "Super")],
  ["self", on("VariableDeclarator", (n) => n.init?.type === "ThisExpression")],
  ["object pattern", is("ObjectPattern")],
  ["array pattern", is("ArrayPattern")],
  ["pattern default", on("AssignmentPattern", (n, around) => /Pattern|Property/.test(around.at(-1)?.type ?? ""))],
  ["pattern rest", on("RestElement", (n, around) => /Pattern/.test(around.at(-1)?.type ?? ""))],
  ["pattern parameter", on(FUNCTIONS, (n) => n.params.some((p) => /^(Object|Array)Pattern$/.test(p.type)))],
  ["destructuring assignment", on("AssignmentExpression", (n) => n.left.type.endsWith("Pattern"))],
  ["spread argument", on("SpreadElement", (n, around) => around.at(-1)?.type === "CallExpression")],
  ["spread array", on("SpreadElement", (n, around) => around.at(-1)?.type === "ArrayExpression")],
  ["spread object", on("SpreadElement", (n, around) => around.at(-1)?.type === "ObjectExpression")],
  ["optional chain", is("ChainExpression")],
  ["optional call", on("CallExpression", (n) => n.optional)],
  ["tagged template", is("TaggedTemplateExpression")],
  ["comma", is("SequenceExpression")],
  ["conditional", is("ConditionalExpression")],
  ["compound assignment", on("AssignmentExpression", (n) => /^[+\-*%]=$/.test(n.operator))],
  ["logical assignment", on("AssignmentExpression", (n) => /^(\|\||&&|\?\?)=$/.test(n.operator))],
  [
    "assignment in an expression",
    on("AssignmentExpression", (n, around) => !/ExpressionStatement|Arrow/.test(around.at(-1)?.type ?? "")),
  ],
  ["delete", on("UnaryExpression", (n) => n.operator === "delete")],
  ["typeof", on("UnaryExpression", (n) => n.operator === "typeof")],
  ["in", on("BinaryExpression", (n) => n.operator === "in")],
  ["increment", is("UpdateExpression")],
  ["var", on("VariableDeclaration", (n) => n.kind === "var")],
  ["push", method("push")],
  ["other list change", method("pop", "shift", "unshift", "splice", "sort", "reverse", "fill")],
  [
    "length assigned",
    on(
      "AssignmentExpression",
      (n) =>
        n.left.type === "MemberExpression" &&
        n.left.property.type === "Identifier" &&
        n.left.property.name === "length",
    ),
  ],
  ["member assigned", on("AssignmentExpression", (n) => n.left.type === "MemberExpression")],
  ["Map changed", method("set", "clear")],
  ["Set changed", method("add")],
  ["alias", on("VariableDeclarator", (n) => n.init?.type === "Identifier")],
  ["async", on(FUNCTIONS, (n) => n.async)],
  ["Promise.all", method("all")],
  ["Promise.allSettled", method("allSettled")],
  ["Promise.race or any", method("race", "any")],
  ["later", on("CallExpression", (n) => n.callee.type === "Identifier" && n.callee.name === "later")],
  ["log", method("log")],
  ["effect", on("CallExpression", (n) => n.callee.type === "Identifier" && n.callee.name === "effect")],
  ["module state", on("AssignmentExpression", (n) => n.left.type === "Identifier" && n.left.name === "total")],
  [
    "field assigned",
    on("AssignmentExpression", (n) => n.left.type === "MemberExpression" && n.left.object.type === "ThisExpression"),
  ],
  ["helper function of modules", on("FunctionDeclaration", (n) => n.id?.name === "askBoth")],
  ["helper function of closures", on("FunctionDeclaration", (n) => n.id?.name === "applyTo")],
  ["module in a Map", on("PropertyDefinition", (n) => n.key.type === "Identifier" && n.key.name === "byName")],
  ["generic module", on("ClassDeclaration", (n) => n.id?.name === "Wrap")],
  ["module inside itself", on("ClassDeclaration", (n) => n.id?.name === "Deep")],
  ["module that calls itself", on("ClassDeclaration", (n) => n.id?.name === "Again")],
  ["child that changes its argument", on("ClassDeclaration", (n) => n.id?.name === "Fill")],
  ["child that is given a module", on("ClassDeclaration", (n) => n.id?.name === "Asker")],
  [
    "object that is no module",
    on("NewExpression", (n) => n.callee.type === "Identifier" && n.callee.name === "Keeper"),
  ],
  ["base class", on("ClassDeclaration", (n) => n.id?.name === "Base")],
];

/** All that is looked for. */
export const FEATURES: readonly string[] = [...TESTS.map(([name]) => name), "several files"];

const BY_TYPE = new Map<string, (readonly [name: string, test: Test])[]>();
for (const entry of TESTS) for (const type of entry[1].types) BY_TYPE.set(type, [...(BY_TYPE.get(type) ?? []), entry]);

export function features(source: string): string[] {
  const found = new Set<string>();
  const around: Node[] = [];
  const visit = (node: Node): void => {
    for (const [name, test] of BY_TYPE.get(node.type) ?? [])
      if (!found.has(name) && test.holds(node, around)) found.add(name);
    around.push(node);
    eachChild(node, visit);
    around.pop();
  };
  const files = splitFiles(source);
  if (files.length > 1) found.add("several files");
  for (const { name, text } of files) visit(parseTypeScript(name, text).program);
  return [...found];
}
