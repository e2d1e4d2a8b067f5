/**
 * One pass over a file that finds the declaration of every identifier, with the scopes of JavaScript: `var` and
 * functions belong to more than the place where they stand, patterns declare and evaluate, types name nothing.
 */
import type { BindingPattern, Expression, Node, Program, VariableDeclaration, VariableDeclarator } from "oxc-parser";
import { Bindings, type Binding, type Reference } from "./bindings.js";
import { Kept } from "./kept.js";
import { namesIn } from "./patternNames.js";
import { type AnyFunction, childrenOf, isFunction, isTypeOnly, nodesOf } from "./walk.js";

interface ScopeLevel {
  names: Map<string, Binding>;
  outer: ScopeLevel | undefined;
  fn: AnyFunction | undefined;
}

const known = new Kept<Program, Bindings>();

export function resolveBindings(program: Program): Bindings {
  let bindings = known.get(program);
  if (!bindings) known.set(program, (bindings = resolve(program)));
  return bindings;
}

function resolve(program: Program): Bindings {
  const references: Reference[] = [];
  const declared = new Map<number, Binding>();

  const declare = (
    scope: ScopeLevel,
    id: { name: string; start: number; end: number; typeAnnotation?: unknown },
    kind: Binding["kind"],
    more: Partial<Pick<Binding, "init" | "fn" | "source" | "hoisted">> = {},
  ): void => {
    const existing = scope.names.get(id.name);
    if (existing && (kind === "var" || kind === "function")) return;
    const annotation = (id.typeAnnotation as { typeAnnotation?: Node } | null | undefined)?.typeAnnotation;
    const binding: Binding = {
      name: id.name,
      kind,
      hoisted: more.hoisted ?? false,
      start: id.start,
      end: id.start + id.name.length,
      owner: scope.fn,
      annotation,
      init: more.init,
      fn: more.fn,
      source: more.source,
      writes: [],
      references: [],
    };
    scope.names.set(id.name, binding);
    declared.set(id.start, binding);
  };

  const declarePattern = (
    scope: ScopeLevel,
    pattern: Node,
    kind: Binding["kind"],
    init?: Expression,
    hoisted = false,
  ): void => {
    for (const id of namesIn(pattern)) declare(scope, id, kind, init ? { init, hoisted } : { hoisted });
  };

  // Few files have any.
  const hasVars = nodesOf(program, "VariableDeclaration").some(({ kind }) => kind === "var");
  /** `var` belongs to the function, however deep it stands. */
  const hoistVars = (scope: ScopeLevel, statements: readonly Node[]): void => {
    if (!hasVars) return;
    const found: { declarator: VariableDeclarator; nested: boolean }[] = [];
    const times = new Map<string, number>();
    const collect = (node: Node, nested: boolean): void => {
      if (isFunction(node) || node.type === "ClassBody" || isTypeOnly(node)) return;
      if (node.type === "VariableDeclaration" && node.kind === "var") {
        for (const declarator of node.declarations) {
          found.push({ declarator, nested });
          for (const { name } of namesIn(declarator.id)) times.set(name, (times.get(name) ?? 0) + 1);
        }
      }
      for (const child of childrenOf(node)) collect(child, true);
    };
    for (const statement of statements) collect(statement, false);
    for (const { declarator, nested } of found) {
      const { id, init } = declarator;
      const once = !nested && namesIn(id).every(({ name }) => times.get(name) === 1 && !scope.names.has(name));
      const value = id.type === "Identifier" ? (init ?? undefined) : undefined;
      declarePattern(scope, id, once ? "let" : "var", value, true);
    }
  };

  /** Where a `var` gets a value, it is written. */
  const referVars = (scope: ScopeLevel, { kind, declarations }: VariableDeclaration, inHead: boolean): void => {
    if (kind !== "var") return;
    for (const { id, init } of declarations) {
      if (!init && !inHead) continue;
      for (const name of namesIn(id)) if (declared.get(name.start)?.kind !== "let") refer(scope, name, true);
    }
  };

  const hoistBlock = (scope: ScopeLevel, statements: readonly Node[]): void => {
    for (let statement of statements) {
      if (
        (statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration") &&
        statement.declaration
      ) {
        statement = statement.declaration;
      }
      if (statement.type === "VariableDeclaration" && statement.kind !== "var") {
        for (const d of statement.declarations) {
          declarePattern(
            scope,
            d.id,
            statement.kind === "let" ? "let" : "const",
            d.id.type === "Identifier" ? (d.init ?? undefined) : undefined,
          );
        }
      } else if (statement.type === "FunctionDeclaration" && statement.id) {
        declare(scope, statement.id, "function", { fn: statement });
      } else if (statement.type === "ClassDeclaration" && statement.id) {
        declare(scope, statement.id, "class");
      } else if (statement.type === "ImportDeclaration" && statement.importKind !== "type") {
        for (const specifier of statement.specifiers) {
          const name =
            specifier.type === "ImportSpecifier"
              ? specifier.imported.type === "Literal"
                ? String(specifier.imported.value)
                : specifier.imported.name
              : specifier.type === "ImportDefaultSpecifier"
                ? "default"
                : "*";
          declare(scope, specifier.local, "import", { source: { module: statement.source.value, name } });
        }
      }
    }
  };

  const refer = (scope: ScopeLevel, id: { name: string; start: number; end: number }, write: boolean): void => {
    let binding: Binding | undefined;
    for (let s: ScopeLevel | undefined = scope; s && !binding; s = s.outer) binding = s.names.get(id.name);
    const reference: Reference = {
      name: id.name,
      start: id.start,
      end: id.start + id.name.length,
      binding,
      write,
      inside: scope.fn,
    };
    references.push(reference);
    if (binding) {
      binding.references.push(reference);
      if (write) binding.writes.push(reference);
    }
  };

  /** An assignment target: names in it are written, the rest is evaluated. */
  const visitTarget = (scope: ScopeLevel, node: Node): void => {
    switch (node.type) {
      case "Identifier":
        refer(scope, node, true);
        break;
      case "ObjectPattern":
        for (const property of node.properties) {
          if (property.type === "RestElement") visitTarget(scope, property.argument);
          else {
            if (property.computed) visit(scope, property.key);
            visitTarget(scope, property.value);
          }
        }
        break;
      case "ArrayPattern":
        for (const element of node.elements) {
          if (element) visitTarget(scope, element.type === "RestElement" ? element.argument : element);
        }
        break;
      case "AssignmentPattern":
        visitTarget(scope, node.left);
        visit(scope, node.right);
        break;
      case "TSAsExpression":
      case "TSNonNullExpression":
      case "ParenthesizedExpression":
      case "TSSatisfiesExpression":
        visitTarget(scope, node.expression);
        break;
      default:
        visit(scope, node);
    }
  };

  /** The defaults and computed keys of a declared pattern. */
  const visitPattern = (scope: ScopeLevel, pattern: BindingPattern | Node): void => {
    switch (pattern.type) {
      case "ObjectPattern":
        for (const property of pattern.properties) {
          if (property.type === "RestElement") continue;
          if (property.computed) visit(scope, property.key);
          visitPattern(scope, property.value);
        }
        break;
      case "ArrayPattern":
        for (const element of pattern.elements) if (element) visitPattern(scope, element);
        break;
      case "RestElement":
        visitPattern(scope, pattern.argument);
        break;
      case "AssignmentPattern":
        visitPattern(scope, pattern.left);
        visit(scope, pattern.right);
        break;
      case "TSParameterProperty":
        visitPattern(scope, pattern.parameter);
        break;
      default:
    }
  };

  const inner = (outer: ScopeLevel, fn = outer.fn): ScopeLevel => ({ names: new Map(), outer, fn });

  const visitFunction = (outer: ScopeLevel, fn: AnyFunction): void => {
    const scope = inner(outer, fn);
    if (fn.type === "FunctionExpression" && fn.id) declare(scope, fn.id, "function", { fn });
    for (const param of fn.params) declarePattern(scope, param, "param");
    for (const param of fn.params) visitPattern(scope, param);
    if (!fn.body) return;
    if (fn.body.type === "BlockStatement") {
      hoistVars(scope, fn.body.body);
      hoistBlock(scope, fn.body.body);
      for (const statement of fn.body.body) visit(scope, statement);
    } else visit(scope, fn.body);
  };

  const visit = (scope: ScopeLevel, node: Node): void => {
    if (isTypeOnly(node)) return;
    if (isFunction(node)) {
      visitFunction(scope, node);
      return;
    }
    switch (node.type) {
      case "Identifier":
        refer(scope, node, false);
        return;
      case "MemberExpression":
        visit(scope, node.object);
        if (node.computed) visit(scope, node.property);
        return;
      case "Property":
        if (node.computed) visit(scope, node.key);
        visit(scope, node.value);
        return;
      case "PropertyDefinition":
      case "MethodDefinition":
      case "AccessorProperty":
        if (node.computed) visit(scope, node.key);
        if (node.value) visit(scope, node.value);
        return;
      case "LabeledStatement":
        visit(scope, node.body);
        return;
      case "BreakStatement":
      case "ContinueStatement":
      case "ImportDeclaration":
      case "MetaProperty":
        return;
      case "ExportNamedDeclaration":
        if (node.declaration) visit(scope, node.declaration);
        else if (!node.source)
          for (const s of node.specifiers) if (s.local.type === "Identifier") visit(scope, s.local);
        return;
      case "ExportAllDeclaration":
        return;
      case "VariableDeclaration":
        referVars(scope, node, false);
        for (const d of node.declarations) {
          visitPattern(scope, d.id);
          if (d.init) visit(scope, d.init);
        }
        return;
      case "AssignmentExpression":
        visitTarget(scope, node.left);
        // `x += 1` reads, too; the write carries both.
        visit(scope, node.right);
        return;
      case "UpdateExpression":
        visitTarget(scope, node.argument);
        return;
      case "BlockStatement":
      case "StaticBlock": {
        const block = inner(scope);
        hoistBlock(block, node.body);
        for (const statement of node.body) visit(block, statement);
        return;
      }
      case "ForStatement": {
        const block = inner(scope);
        if (node.init) {
          hoistBlock(block, [node.init]);
          visit(block, node.init);
        }
        if (node.test) visit(block, node.test);
        if (node.update) visit(block, node.update);
        visit(block, node.body);
        return;
      }
      case "ForInStatement":
      case "ForOfStatement": {
        const block = inner(scope);
        hoistBlock(block, [node.left]);
        if (node.left.type === "VariableDeclaration") {
          visit(block, node.left);
          referVars(block, node.left, true);
        } else visitTarget(block, node.left);
        visit(block, node.right);
        visit(block, node.body);
        return;
      }
      case "SwitchStatement": {
        visit(scope, node.discriminant);
        const block = inner(scope);
        hoistBlock(
          block,
          node.cases.flatMap((c) => c.consequent),
        );
        for (const c of node.cases) {
          if (c.test) visit(block, c.test);
          for (const statement of c.consequent) visit(block, statement);
        }
        return;
      }
      case "CatchClause": {
        const block = inner(scope);
        if (node.param) {
          declarePattern(block, node.param, "catch");
          visitPattern(block, node.param);
        }
        visit(block, node.body);
        return;
      }
      case "ClassDeclaration":
      case "ClassExpression": {
        for (const decorator of node.decorators ?? []) visit(scope, decorator);
        if (node.superClass) visit(scope, node.superClass);
        const block = inner(scope);
        // A declaration has its name from the block around it.
        if (node.id && node.type === "ClassExpression") declare(block, node.id, "class");
        visit(block, node.body);
        return;
      }
      default:
        for (const child of childrenOf(node)) visit(scope, child);
    }
  };

  const top: ScopeLevel = { names: new Map(), outer: undefined, fn: undefined };
  hoistVars(top, program.body);
  hoistBlock(top, program.body);
  for (const statement of program.body) visit(top, statement);
  return new Bindings(references, declared);
}
