/**
 * The operations of compiled code, as the text of a file shows them: `$.call(…)`, `$.on(…)` and their like inside
 * of what is registered with `$compiled(…)`, each with its place and with the names that can be seen from there.
 */
import { parseSync, visitorKeys, type Argument, type CallExpression, type Node, type Statement } from "oxc-parser";

export interface Op {
  /** `call`, `on`, `effect`, … */
  name: string;
  node: CallExpression;
  args: readonly Argument[];
  /** Nearest list of statements around it, and the statement of the list that it is in. */
  list: readonly Statement[];
  statement: Statement;
  /** True where that statement is nothing but the operation, with or without a variable for its result. */
  alone: boolean;
  /** Names of results that can be seen here, outermost first. */
  visible: readonly string[];
  /** The same, without those that are declared in the arm at hand. */
  outside: readonly string[];
  /** Operations around it, outermost first, with the number of the argument that leads here. */
  around: readonly { op: Op; argument: number }[];
}

export interface Emitted {
  code: string;
  /** The name of the scope, `$` where the program has no such name. */
  scope: string;
  ops: Op[];
  /** Results by name: the operation whose result it is, undefined for parameters and what is declared twice. */
  makers: Map<string, Op | undefined>;
}

/** Arguments with code of the user in them, which is not looked into. */
const BODIES: Record<string, number> = {
  on: 1,
  onAll: 2,
  effect: 1,
  effectAll: 2,
  throw: 1,
  unpack: 2,
  sequential: 1,
  sequentialAll: 2,
};

interface Around {
  list: readonly Statement[];
  statement: Statement | undefined;
  visible: readonly string[];
  outside: readonly string[];
  around: Op["around"];
}

export function parseEmitted(fileName: string, code: string): Emitted | undefined {
  const { program } = parseSync(fileName.replace(/\.ts$/, ".js"), code, { lang: "js", sourceType: "module" });
  const registers = new Set<string>();
  for (const statement of program.body) {
    if (statement.type !== "ImportDeclaration" || statement.source.value !== "plait/internal") continue;
    for (const { local } of statement.specifiers) registers.add(local.name);
  }
  const emitted: Emitted = { code, scope: "", ops: [], makers: new Map() };
  const visit = (node: Node): void => {
    if (node.type === "CallExpression" && node.callee.type === "Identifier" && registers.has(node.callee.name)) {
      for (const argument of node.arguments) if (argument.type === "ObjectExpression") methodsIn(emitted, argument);
      return;
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program);
  return emitted.ops.length > 0 ? emitted : undefined;
}

export function childrenOf(node: Node): Node[] {
  return (visitorKeys[node.type] ?? []).flatMap((key) => {
    const child = (node as unknown as Record<string, Node | (Node | null)[] | null>)[key];
    return (Array.isArray(child) ? child : [child]).filter((item) => item !== null && item !== undefined);
  });
}

/** Names that a pattern declares. */
export function namesIn(pattern: Node): string[] {
  if (pattern.type === "Identifier") return [pattern.name];
  if (pattern.type === "ArrayPattern") return pattern.elements.flatMap((e) => (e ? namesIn(e) : []));
  if (pattern.type === "RestElement") return namesIn(pattern.argument);
  if (pattern.type === "AssignmentPattern") return namesIn(pattern.left);
  return [];
}

/** Every name that a piece of code mentions. */
export function mentioned(node: Node): Set<string> {
  const names = new Set<string>();
  const visit = (at: Node): void => {
    if (at.type === "Identifier") names.add(at.name);
    for (const child of childrenOf(at)) visit(child);
  };
  visit(node);
  return names;
}

function methodsIn(emitted: Emitted, object: Node): void {
  for (const property of childrenOf(object)) {
    if (property.type !== "Property" || property.value.type !== "FunctionExpression") continue;
    const [scope, ...params] = property.value.params;
    if (scope?.type !== "Identifier" || !property.value.body) continue;
    emitted.scope = scope.name;
    const visible = params.flatMap((p) => namesIn(p as Node));
    for (const name of visible) emitted.makers.set(name, undefined);
    statements(emitted, property.value.body.body as Statement[], visible, [], []);
  }
}

function statements(
  emitted: Emitted,
  list: readonly Statement[],
  visible: readonly string[],
  outside: readonly string[],
  around: Op["around"],
): void {
  const seen = [...visible];
  for (const statement of list) {
    expressions(emitted, statement, { list, statement, visible: [...seen], outside, around });
    if (statement.type !== "VariableDeclaration") continue;
    for (const { id, init } of statement.declarations) {
      const maker = init && emitted.ops.find((op) => op.node === init);
      for (const name of namesIn(id)) {
        // Functions are no results.
        if (init?.type === "ArrowFunctionExpression") continue;
        seen.push(name);
        emitted.makers.set(name, emitted.makers.has(name) ? undefined : maker || undefined);
      }
    }
  }
}

function expressions(emitted: Emitted, node: Node, place: Around): void {
  if (node.type === "ArrowFunctionExpression") {
    arrow(emitted, node, place, place.around);
    return;
  }
  if (node.type === "FunctionExpression") return;
  const name = operation(emitted, node);
  if (name === undefined || node.type !== "CallExpression" || !place.statement) {
    for (const child of childrenOf(node)) expressions(emitted, child, place);
    return;
  }
  const { statement } = place;
  const whole =
    statement.type === "ExpressionStatement"
      ? statement.expression
      : statement.type === "VariableDeclaration"
        ? statement.declarations[0]?.init
        : undefined;
  const op: Op = {
    name,
    node,
    args: node.arguments,
    list: place.list,
    statement,
    alone: whole === node,
    visible: place.visible,
    outside: place.outside,
    around: place.around,
  };
  emitted.ops.push(op);
  node.arguments.forEach((argument, i) => {
    if (BODIES[name] === i) return;
    expressions(emitted, argument as Node, { ...place, around: [...place.around, { op, argument: i }] });
  });
}

function operation(emitted: Emitted, node: Node): string | undefined {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression" || node.callee.computed)
    return undefined;
  const { object, property } = node.callee;
  return object.type === "Identifier" && object.name === emitted.scope && property.type === "Identifier"
    ? property.name
    : undefined;
}

function arrow(emitted: Emitted, node: Node, place: Around, around: Op["around"]): void {
  if (node.type !== "ArrowFunctionExpression") return;
  const params = node.params.slice(1).flatMap((p) => namesIn(p as Node));
  for (const name of params) emitted.makers.set(name, undefined);
  const visible = [...place.visible, ...params];
  const body = node.body as Node;
  if (body.type === "BlockStatement") {
    statements(emitted, body.body as Statement[], visible, place.visible, around);
    return;
  }
  expressions(emitted, body, { ...place, visible, outside: place.visible, around });
}
