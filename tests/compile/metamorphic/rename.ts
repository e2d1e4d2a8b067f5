/** All variables, parameters, local functions, methods and private names under other names. */
import type { Node } from "oxc-parser";
import { Edits } from "../edits.js";
import { splitFiles } from "../files.js";
import { eachChild, isFunction, parseTypeScript } from "../walk.js";
import { classesIn } from "./places.js";
import type { Rule } from "./rules.js";

/** Some look like names that the compiler makes. */
const ENDINGS = ["Renamed", "$1", "$$", "_$2", "ſ"];

export const renamed: Rule = (program, random) => {
  const ending = random.pick(ENDINGS);
  const edits = new Edits();
  const trees = splitFiles(program.source).map(({ name, text, start }) => ({
    tree: parseTypeScript(name, text).program as Node,
    start,
  }));
  const names = new Names();
  for (const { tree } of trees) names.read(tree);
  const variables = names.variables();
  const members = names.members();
  for (const { tree, start } of trees) {
    const rename = (node: Node & { name: string }): void => {
      // Its range may hold a type.
      const at = start + node.start;
      edits.replace(at, at + node.name.length + (node.type === "PrivateIdentifier" ? 1 : 0), textOf(node) + ending);
    };
    visitNames(tree, (node, role) => {
      if (role === "variable" && variables.has(node.name)) rename(node);
      if (role === "member" && members.has(node.name)) rename(node);
      if (role === "private") rename(node);
      // `{ name }` is a property of that name.
      if (role === "shorthand" && variables.has(node.name))
        edits.replace(start + node.start, start + node.start + node.name.length, `${node.name}: ${node.name}${ending}`);
    });
  }
  return { source: edits.apply(program.source), restore: (text) => text.replaceAll(ending, "") };
};

const textOf = (node: Node & { name: string }): string =>
  node.type === "PrivateIdentifier" ? `#${node.name}` : node.name;

type Role = "variable" | "shorthand" | "member" | "key" | "private" | "text";

/** Every name, with what it is there. Labels and types are none. */
function visitNames(tree: Node, tell: (node: Node & { name: string }, role: Role) => void): void {
  const visit = (node: Node, role: Role): void => {
    switch (node.type) {
      case "Identifier":
        tell(node, role);
        // Its type.
        return;
      case "PrivateIdentifier":
        tell(node, "private");
        return;
      case "Literal":
        if (typeof node.value === "string") tell({ ...node, name: node.value } as never, "text");
        return;
      case "MemberExpression":
        visit(node.object, "variable");
        visit(node.property, node.computed ? "variable" : "member");
        return;
      case "MethodDefinition":
      case "PropertyDefinition":
        visit(node.key, node.computed ? "variable" : "member");
        if (node.value) visit(node.value, "variable");
        return;
      case "Property": {
        const { value } = node;
        if (!node.shorthand) {
          visit(node.key, node.computed ? "variable" : "key");
          visit(value, "variable");
        } else if (value.type === "AssignmentPattern") {
          visit(value.left, "shorthand");
          visit(value.right, "variable");
        } else visit(value, "shorthand");
        if (node.shorthand) visit(node.key, "key");
        return;
      }
      case "LabeledStatement":
        visit(node.body, "variable");
        return;
      case "BreakStatement":
      case "ContinueStatement":
      case "ImportDeclaration":
        return;
    }
    if (node.type.startsWith("TS") && !KEPT.has(node.type)) return;
    eachChild(node, (child) => visit(child, "variable"));
  };
  visit(tree, "variable");
}

/** TypeScript around expressions and parameters. */
const KEPT = new Set(["TSAsExpression", "TSNonNullExpression", "TSSatisfiesExpression", "TSParameterProperty"]);

class Names {
  readonly #locals = new Set<string>();
  readonly #outside = new Set<string>(["arguments", "undefined"]);
  readonly #methods = new Set<string>();
  /** Names of members that may be meant by other means than `x.name`. */
  readonly #fixed = new Set<string>(["forward", "constructor", "toString", "then"]);

  read(tree: Node): void {
    const declared = new Set<string>();
    eachChild(tree, (statement) => {
      const inner =
        statement.type === "ExportNamedDeclaration" && statement.declaration ? statement.declaration : statement;
      for (const name of declaredBy(inner)) this.#outside.add(name);
      if (inner.type === "ImportDeclaration") for (const { local } of inner.specifiers) this.#outside.add(local.name);
    });
    const visit = (node: Node): void => {
      for (const name of declaredBy(node)) declared.add(name);
      if (isFunction(node)) for (const param of node.params as Node[]) bound(param, declared);
      if (node.type === "CatchClause" && node.param) bound(node.param, declared);
      // A parameter that is a field as well.
      if (node.type === "TSParameterProperty") bound(node, this.#outside);
      eachChild(node, visit);
    };
    visit(tree);
    for (const name of declared) this.#locals.add(name);
    visitNames(tree, (node, role) => {
      if (role === "key" || role === "text") this.#fixed.add(node.name);
      if (role === "variable" && !declared.has(node.name)) this.#outside.add(node.name);
    });
    for (const { body } of classesIn(tree))
      for (const member of body.body) {
        if (member.type === "MethodDefinition" && member.kind === "method" && member.key.type === "Identifier")
          this.#methods.add(member.key.name);
        else if ("key" in member && member.key.type === "Identifier") this.#fixed.add(member.key.name);
      }
  }

  variables(): ReadonlySet<string> {
    return new Set([...this.#locals].filter((name) => !this.#outside.has(name)));
  }

  /** Methods of the program; what builtins have by that name keeps it. */
  members(): ReadonlySet<string> {
    return new Set([...this.#methods].filter((name) => !this.#fixed.has(name) && !BUILTIN.has(name)));
  }
}

const BUILTIN = new Set(
  [Array, Map, Set, String, Object, Function, Promise, Number].flatMap(({ prototype }) =>
    Object.getOwnPropertyNames(prototype),
  ),
);

function declaredBy(node: Node): Set<string> {
  const names = new Set<string>();
  if (node.type === "VariableDeclaration") for (const { id } of node.declarations) bound(id, names);
  if ((node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") && node.id) names.add(node.id.name);
  return names;
}

function bound(pattern: Node, names: Set<string>): void {
  switch (pattern.type) {
    case "Identifier":
      names.add(pattern.name);
      break;
    case "AssignmentPattern":
      bound(pattern.left, names);
      break;
    case "RestElement":
      bound(pattern.argument, names);
      break;
    case "TSParameterProperty":
      bound(pattern.parameter, names);
      break;
    case "ArrayPattern":
      for (const element of pattern.elements) if (element) bound(element, names);
      break;
    case "ObjectPattern":
      for (const property of pattern.properties)
        bound(property.type === "Property" ? property.value : property.argument, names);
      break;
  }
}
