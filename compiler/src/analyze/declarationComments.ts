/**
 * `@plait` in the documentation comments of a file: which functions are declared to do what, and which
 * declarations cannot be understood.
 *
 *     @plait pure   before   export function parse(text: string): Row[] { … }   →   parse: pure
 */
import type { Node } from "oxc-parser";
import type { SourceFile } from "../syntax/file.js";
import { Kept } from "../syntax/kept.js";
import { parseShared } from "../syntax/parse.js";
import { childrenOf, isFunction, keyName } from "../syntax/walk.js";
import type { DeclaredEffects } from "../types.js";

export interface DeclarationComments {
  /** By where the name of the function is declared. */
  byName: ReadonlyMap<number, DeclaredEffects>;
  /** By name, of functions that are written without a body: ambient ones, and signatures of overloads. */
  signatures: ReadonlyMap<string, DeclaredEffects>;
  problems: readonly { start: number; end: number; problem: string }[];
}

interface Documented {
  /** Where its name is. */
  name: number;
  /** The name of a function without a body. */
  signature: string | undefined;
  /** It may be called. */
  callable: boolean;
}

const VALUES: ReadonlySet<string> = new Set(["pure", "reads", "effect"]);
const TAG = /@plait\b(?:[ \t]+([^\s*:;,.]+))?/g;
const NONE: DeclarationComments = { byName: new Map(), signatures: new Map(), problems: [] };

const found = new Kept<SourceFile, DeclarationComments>();

export function isDeclaredEffects(value: unknown): value is DeclaredEffects {
  return typeof value === "string" && VALUES.has(value);
}

export function declarationComments(file: SourceFile): DeclarationComments {
  if (!file.text.includes("@plait")) return NONE;
  const known = found.get(file);
  if (known) return known;
  const made = read(file);
  found.set(file, made);
  return made;
}

function read(file: SourceFile): DeclarationComments {
  const byName = new Map<number, DeclaredEffects>();
  const signatures = new Map<string, DeclaredEffects>();
  const problems: { start: number; end: number; problem: string }[] = [];
  // Comments are kept by the parser alone, and hardly any file has one that matters.
  const { comments } = parseShared(file.fileName, file.text);
  const documented = documentedIn(file.program);
  for (const comment of comments) {
    if (comment.type !== "Block" || !comment.value.startsWith("*")) continue;
    const tags = [...comment.value.matchAll(TAG)];
    const tag = tags[0];
    if (!tag) continue;
    const start = comment.start + 2 + tag.index;
    const place = { start, end: start + tag[0].length };
    const value = tag[1];
    const target = documented.get(nextToken(file.text, comment.end, comments));
    if (tags.length > 1) {
      problems.push({ ...place, problem: "there are several in one comment" });
    } else if (!isDeclaredEffects(value)) {
      const written = value === undefined ? "nothing" : `\`${value}\``;
      problems.push({ ...place, problem: `it says ${written} where \`pure\`, \`reads\` or \`effect\` can stand` });
    } else if (!target) {
      problems.push({ ...place, problem: "no function, method or constant follows it" });
    } else if (!target.callable) {
      problems.push({ ...place, problem: "what follows it is no function" });
    } else {
      byName.set(target.name, value);
      if (target.signature !== undefined) signatures.set(target.signature, value);
    }
  }
  return { byName, signatures, problems };
}

/** Where the code goes on after a comment, past other comments. */
function nextToken(text: string, from: number, comments: readonly { start: number; end: number }[]): number {
  let at = from;
  for (;;) {
    while (at < text.length && /\s/.test(text[at] as string)) at++;
    const comment = comments.find((c) => c.start === at);
    if (!comment) return at;
    at = comment.end;
  }
}

/** Everything that a comment may declare, by where it begins. */
function documentedIn(program: Node): Map<number, Documented> {
  const all = new Map<number, Documented>();
  const add = (outer: Node, name: number, callable: boolean, signature?: string): void => {
    if (!all.has(outer.start)) all.set(outer.start, { name, signature, callable });
  };
  const visit = (node: Node, outer: Node): void => {
    let next: Node | undefined;
    switch (node.type) {
      case "ExportNamedDeclaration":
      case "ExportDefaultDeclaration":
        // The comment stands before `export`.
        next = node;
        break;
      case "FunctionDeclaration":
      case "TSDeclareFunction":
        add(outer, node.id?.start ?? node.start, true, node.type === "TSDeclareFunction" ? node.id?.name : undefined);
        break;
      case "VariableDeclaration": {
        const [first] = node.declarations;
        if (first) add(outer, first.id.start, node.declarations.length === 1 && mayBeCalled(first.init));
        break;
      }
      case "MethodDefinition":
      case "TSAbstractMethodDefinition":
        add(node, node.key.start, node.kind === "method");
        break;
      case "PropertyDefinition":
      case "TSAbstractPropertyDefinition":
        add(node, node.key.start, mayBeCalled(node.value));
        break;
      case "Property":
        add(node, node.key.start, node.kind === "init" && mayBeCalled(node.value));
        break;
      case "TSMethodSignature":
      case "TSPropertySignature":
        add(node, node.key.start, keyName(node.key, node.computed) !== undefined);
        break;
      default:
    }
    for (const child of childrenOf(node)) visit(child, next ?? child);
  };
  visit(program, program);
  return all;
}

/** Not what is written out and no function. */
function mayBeCalled(value: Node | null | undefined): boolean {
  if (!value || isFunction(value)) return true;
  return !["Literal", "TemplateLiteral", "ArrayExpression", "ObjectExpression", "NewExpression"].includes(value.type);
}
