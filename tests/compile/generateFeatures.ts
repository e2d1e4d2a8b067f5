/** Which constructs a program holds, by its syntax tree, so that what the fuzzer covers can be counted. */
import { parseSync, visitorKeys, type Node } from "oxc-parser";
import { splitFiles } from "./files.js";

type Test = (node: Node, around: readonly Node[]) => boolean;

const is =
  (...types: readonly string[]): Test =>
  (node) =>
    types.includes(node.type);

const field = (node: Node, key: string): Node | undefined =>
  ((node as unknown as Record<string, Node | null | undefined>)[key] ?? undefined) as Node | undefined;

/** `x.name(…)`. */
const method =
  (...names: readonly string[]): Test =>
  (node) => {
    if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return false;
    const { property } = node.callee;
    return property.type === "Identifier" && names.includes(property.name);
  };

const LOOPS = ["ForStatement", "ForOfStatement", "ForInStatement", "WhileStatement", "DoWhileStatement"];
const FUNCTIONS = ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"];

/** The nearest of `types` around a node within its function. */
function inside(around: readonly Node[], ...types: readonly string[]): boolean {
  for (const node of [...around].reverse()) {
    if (types.includes(node.type)) return true;
    if (FUNCTIONS.includes(node.type)) return false;
  }
  return false;
}

/** In the part `key` of a `try` of the same function. */
function inPart(node: Node, around: readonly Node[], key: string): boolean {
  const path = [...around, node];
  for (let i = path.length - 2; i >= 0; i--) {
    const current = path[i] as Node;
    if (FUNCTIONS.includes(current.type)) return false;
    if (current.type === "TryStatement" && field(current, key) === path[i + 1]) return true;
  }
  return false;
}

const calledAtOnce: Test = (node) => {
  if (node.type !== "CallExpression") return false;
  const { callee } = node;
  const fn = callee.type === "ParenthesizedExpression" ? callee.expression : callee;
  return fn.type === "ArrowFunctionExpression";
};

const callback = (name: string): readonly [string, Test] => [name, method(name)];

const TESTS: readonly (readonly [string, Test])[] = [
  ["for", is("ForStatement")],
  ["for of", is("ForOfStatement")],
  ["for in", is("ForInStatement")],
  ["while", is("WhileStatement")],
  ["do while", is("DoWhileStatement")],
  ["loop in a loop", (n, around) => LOOPS.includes(n.type) && inside(around, ...LOOPS)],
  ["label", is("LabeledStatement")],
  ["break in a loop", (n, around) => n.type === "BreakStatement" && inside(around, ...LOOPS)],
  ["continue", is("ContinueStatement")],
  ["labelled break", (n) => n.type === "BreakStatement" && field(n, "label") !== undefined],
  ["labelled continue", (n) => n.type === "ContinueStatement" && field(n, "label") !== undefined],
  ["return in a loop", (n, around) => n.type === "ReturnStatement" && inside(around, ...LOOPS)],
  ["throw", is("ThrowStatement")],
  ["throw in a loop", (n, around) => n.type === "ThrowStatement" && inside(around, ...LOOPS)],
  ["switch", is("SwitchStatement")],
  ["switch in a loop", (n, around) => n.type === "SwitchStatement" && inside(around, ...LOOPS)],
  [
    "default not last",
    (n) =>
      n.type === "SwitchStatement" &&
      n.cases.findIndex((c) => c.test === null) < n.cases.length - 1 &&
      n.cases.some((c) => c.test === null),
  ],
  ["try", is("TryStatement")],
  ["try in a try", (n, around) => n.type === "TryStatement" && inside(around, "TryStatement")],
  ["try in a loop", (n, around) => n.type === "TryStatement" && inside(around, ...LOOPS)],
  ["finally", (n) => n.type === "TryStatement" && n.finalizer !== null],
  ["catch without binding", (n) => n.type === "CatchClause" && n.param === null],
  ["return in try", (n, around) => n.type === "ReturnStatement" && inPart(n, around, "block")],
  ["return in catch", (n, around) => n.type === "ReturnStatement" && inPart(n, around, "handler")],
  ["return in finally", (n, around) => n.type === "ReturnStatement" && inPart(n, around, "finalizer")],
  ["throw in try", (n, around) => n.type === "ThrowStatement" && inPart(n, around, "block")],
  ["throw in catch", (n, around) => n.type === "ThrowStatement" && inPart(n, around, "handler")],
  ["break out of try", (n, around) => n.type === "BreakStatement" && inPart(n, around, "block")],
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
  [
    "function expression callback",
    (n, around) => n.type === "FunctionExpression" && around.at(-1)?.type === "CallExpression",
  ],
  ["array with a hole", (n) => n.type === "ArrayExpression" && n.elements.includes(null)],
  [
    "arrow in a variable",
    (n, around) => n.type === "ArrowFunctionExpression" && around.at(-1)?.type === "VariableDeclarator",
  ],
  [
    "arrow as an argument",
    (n, around) => n.type === "ArrowFunctionExpression" && around.at(-1)?.type === "CallExpression",
  ],
  [
    "arrow in a literal",
    (n, around) =>
      n.type === "ArrowFunctionExpression" && /^(ArrayExpression|Property)$/.test(around.at(-1)?.type ?? ""),
  ],
  [
    "arrow that is returned",
    (n, around) =>
      n.type === "ArrowFunctionExpression" &&
      /^(ReturnStatement|ArrowFunctionExpression)$/.test(around.at(-1)?.type ?? ""),
  ],
  [
    "local function declaration",
    (n, around) => n.type === "FunctionDeclaration" && around.some((a) => a.type === "ClassBody"),
  ],
  ["function called at once", calledAtOnce],
  ["private method", is("PrivateIdentifier")],
  ["getter", (n) => n.type === "MethodDefinition" && n.kind === "get"],
  ["setter", (n) => n.type === "MethodDefinition" && n.kind === "set"],
  ["static member", (n) => (n.type === "MethodDefinition" || n.type === "PropertyDefinition") && n.static],
  ["super method", (n) => n.type === "MemberExpression" && n.object.type === "Super"],
  ["self", (n) => n.type === "VariableDeclarator" && n.init?.type === "ThisExpression"],
  ["object pattern", is("ObjectPattern")],
  ["array pattern", is("ArrayPattern")],
  [
    "pattern default",
    (n, around) => n.type === "AssignmentPattern" && /Pattern|Property/.test(around.at(-1)?.type ?? ""),
  ],
  ["pattern rest", (n, around) => n.type === "RestElement" && /Pattern/.test(around.at(-1)?.type ?? "")],
  [
    "pattern parameter",
    (n) =>
      FUNCTIONS.includes(n.type) &&
      "params" in n &&
      (n.params as Node[]).some((p) => /^(Object|Array)Pattern$/.test(p.type)),
  ],
  ["destructuring assignment", (n) => n.type === "AssignmentExpression" && n.left.type.endsWith("Pattern")],
  ["spread argument", (n, around) => n.type === "SpreadElement" && around.at(-1)?.type === "CallExpression"],
  ["spread array", (n, around) => n.type === "SpreadElement" && around.at(-1)?.type === "ArrayExpression"],
  ["spread object", (n, around) => n.type === "SpreadElement" && around.at(-1)?.type === "ObjectExpression"],
  ["optional chain", is("ChainExpression")],
  ["optional call", (n) => n.type === "CallExpression" && n.optional],
  ["tagged template", is("TaggedTemplateExpression")],
  ["comma", is("SequenceExpression")],
  ["conditional", is("ConditionalExpression")],
  ["compound assignment", (n) => n.type === "AssignmentExpression" && /^[+\-*%]=$/.test(n.operator)],
  ["logical assignment", (n) => n.type === "AssignmentExpression" && /^(\|\||&&|\?\?)=$/.test(n.operator)],
  [
    "assignment in an expression",
    (n, around) => n.type === "AssignmentExpression" && !/ExpressionStatement|Arrow/.test(around.at(-1)?.type ?? ""),
  ],
  ["delete", (n) => n.type === "UnaryExpression" && n.operator === "delete"],
  ["typeof", (n) => n.type === "UnaryExpression" && n.operator === "typeof"],
  ["in", (n) => n.type === "BinaryExpression" && n.operator === "in"],
  ["increment", is("UpdateExpression")],
  ["var", (n) => n.type === "VariableDeclaration" && n.kind === "var"],
  ["push", method("push")],
  ["other list change", method("pop", "shift", "unshift", "splice", "sort", "reverse", "fill")],
  [
    "length assigned",
    (n) =>
      n.type === "AssignmentExpression" &&
      n.left.type === "MemberExpression" &&
      n.left.property.type === "Identifier" &&
      n.left.property.name === "length",
  ],
  ["member assigned", (n) => n.type === "AssignmentExpression" && n.left.type === "MemberExpression"],
  ["Map changed", method("set", "clear")],
  ["Set changed", method("add")],
  ["alias", (n) => n.type === "VariableDeclarator" && n.init?.type === "Identifier"],
  ["async", (n) => FUNCTIONS.includes(n.type) && "async" in n && n.async],
  ["Promise.all", method("all")],
  ["Promise.allSettled", method("allSettled")],
  ["Promise.race or any", method("race", "any")],
  ["later", (n) => n.type === "CallExpression" && n.callee.type === "Identifier" && n.callee.name === "later"],
  ["log", method("log")],
  ["effect", (n) => n.type === "CallExpression" && n.callee.type === "Identifier" && n.callee.name === "effect"],
  ["module state", (n) => n.type === "AssignmentExpression" && n.left.type === "Identifier" && n.left.name === "total"],
  [
    "field assigned",
    (n) =>
      n.type === "AssignmentExpression" &&
      n.left.type === "MemberExpression" &&
      n.left.object.type === "ThisExpression",
  ],
  ["helper function of modules", (n) => n.type === "FunctionDeclaration" && n.id?.name === "askBoth"],
  ["helper function of closures", (n) => n.type === "FunctionDeclaration" && n.id?.name === "applyTo"],
  ["module in a Map", (n) => n.type === "PropertyDefinition" && n.key.type === "Identifier" && n.key.name === "byName"],
  ["generic module", (n) => n.type === "ClassDeclaration" && n.id?.name === "Wrap"],
  ["module inside itself", (n) => n.type === "ClassDeclaration" && n.id?.name === "Deep"],
  ["module that calls itself", (n) => n.type === "ClassDeclaration" && n.id?.name === "Again"],
  ["child that changes its argument", (n) => n.type === "ClassDeclaration" && n.id?.name === "Fill"],
  ["child that is given a module", (n) => n.type === "ClassDeclaration" && n.id?.name === "Asker"],
  ["base class", (n) => n.type === "ClassDeclaration" && n.id?.name === "Base"],
];

/** All that is looked for. */
export const FEATURES: readonly string[] = [...TESTS.map(([name]) => name), "several files"];

export function features(source: string): string[] {
  const found = new Set<string>();
  const files = splitFiles(source);
  if (files.length > 1) found.add("several files");
  for (const { name, text } of files) {
    const visit = (node: Node, around: readonly Node[]): void => {
      for (const [feature, test] of TESTS) if (!found.has(feature) && test(node, around)) found.add(feature);
      for (const key of visitorKeys[node.type] ?? []) {
        const child = (node as unknown as Record<string, Node | Node[] | null>)[key];
        for (const item of Array.isArray(child) ? child : [child]) if (item) visit(item, [...around, node]);
      }
    };
    visit(parseSync(name, text, { lang: "ts", sourceType: "module" }).program, []);
  }
  return [...found];
}
