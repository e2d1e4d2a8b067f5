/** Places in the source of a program: its compiled methods, their lists of statements, what their classes hold. */
import type { Class, MethodDefinition, Node } from "oxc-parser";
import { splitFiles } from "../files.js";
import type { Program } from "../program.js";
import { eachChild, isFunction, parseTypeScript } from "../walk.js";

export interface Method {
  className: string;
  name: string;
  node: MethodDefinition;
  body: Node;
  isAsync: boolean;
  /** Simple names of its parameters. */
  params: string[];
  /** Fields of its class that hold a module which answers by itself. */
  leaves: string[];
  /** Where the text of its file starts in that of the program. */
  offset: number;
}

export interface StatementList {
  statements: readonly Node[];
  /** Offsets in the program before each statement and behind the last. */
  gaps: number[];
  inTry: boolean;
}

/** Classes of the generator whose forward does nothing but answer. */
const LEAF = /class (\w+) extends Module \{ constructor\(readonly id: string\) [^\n]* return leaf\(/g;

/** The methods of module classes that the compiler has rewritten. */
export function compiledMethods({ source, files: compiled }: Program): Method[] {
  const leafClasses = new Set([...source.matchAll(LEAF)].map((match) => match[1]));
  return splitFiles(source).flatMap(({ name: fileName, text, start }) => {
    const plans = compiled.find((file) => file.fileName === fileName)?.plans ?? [];
    return classesIn(parseTypeScript(fileName, text).program).flatMap((node) => {
      const className = node.id?.name ?? "";
      const methods = plans.find(({ module }) => module === className)?.methods ?? {};
      const leaves = node.body.body.flatMap((member) => leafField(member, leafClasses));
      return node.body.body.flatMap((member): Method[] => {
        if (member.type !== "MethodDefinition" || member.kind !== "method" || member.static) return [];
        const name = nameOf(member.key);
        const { body, async: isAsync, params } = member.value;
        if (name === undefined || !(name in methods) || !body) return [];
        const names = params.flatMap((p) => (p.type === "Identifier" ? [p.name] : []));
        return [{ className, name, node: member, body, isAsync, params: names, leaves, offset: start }];
      });
    });
  });
}

export function classesIn(program: Node): Class[] {
  const found: Class[] = [];
  eachChild(program, (node) => {
    const declared = node.type === "ExportNamedDeclaration" && node.declaration ? node.declaration : node;
    if (declared.type === "ClassDeclaration") found.push(declared);
  });
  return found;
}

function leafField(member: Node, leafClasses: ReadonlySet<string | undefined>): string[] {
  if (member.type !== "PropertyDefinition" || member.computed || member.static) return [];
  const { key, value } = member;
  const isLeaf =
    value?.type === "NewExpression" && value.callee.type === "Identifier" && leafClasses.has(value.callee.name);
  return isLeaf && key.type === "Identifier" ? [key.name] : [];
}

export function nameOf(key: Node): string | undefined {
  if (key.type === "Identifier") return key.name;
  return key.type === "PrivateIdentifier" ? `#${key.name}` : undefined;
}

/** Lists of statements of a method itself, not of functions in it. */
export function statementLists({ body, offset }: Method): StatementList[] {
  const lists: StatementList[] = [];
  const visit = (node: Node, inTry: boolean): void => {
    if (isFunction(node)) return;
    if (node.type === "BlockStatement") {
      const statements = node.body as readonly Node[];
      const gaps = [...statements.map((s) => s.start), node.end - 1].map((at) => at + offset);
      lists.push({ statements, gaps, inTry });
    }
    const inside = inTry || node.type === "TryStatement";
    eachChild(node, (child) => visit(child, inside));
  };
  visit(body, false);
  return lists;
}
