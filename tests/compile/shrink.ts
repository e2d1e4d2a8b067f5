/**
 * Makes a failing program small: drops class members and statements, and puts simpler expressions, or parts
 * of them, in the place of others, as long as the failure stays the same. Works on the text, through its
 * syntax tree, so that it serves generated programs and fixtures alike.
 */
import { parseSync, visitorKeys, type Node } from "oxc-parser";
import { splitFiles, type SourceFile } from "./files.js";

type Edit = { start: number; end: number; text: string };

function childrenOf(node: Node): Node[] {
  const found: Node[] = [];
  for (const key of visitorKeys[node.type] ?? []) {
    const child = (node as unknown as Record<string, Node | Node[] | null>)[key];
    for (const item of Array.isArray(child) ? child : [child]) if (item) found.push(item);
  }
  return found;
}

const isExpression = (node: Node): boolean => /(Expression|Literal|Identifier)$/.test(node.type);

const LOOPS = /^(For|ForOf|ForIn|While|DoWhile)Statement$/;
const SIMPLE = [`"k"`, "[]", "true"];

/** Places whose text is no expression, or whose change makes another program of it. */
const KEPT = new Set([
  "key",
  "property",
  "callee",
  "id",
  "params",
  "local",
  "imported",
  "superClass",
  "left",
  "source",
]);

/** Smaller versions, the largest cuts first; each file of the program is read for itself. */
function candidates(text: string): Edit[] {
  const files = splitFiles(text);
  const edits: Edit[] = [];
  for (const [i, file] of files.entries()) {
    const parsed = parseSync(file.name, file.text, { lang: "ts", sourceType: "module" });
    if (parsed.errors.length > 0) return [];
    const own = new FileEdits(file.text);
    own.visit(parsed.program, undefined, "");
    edits.push(...own.edits.map((e) => ({ ...e, start: e.start + file.start, end: e.end + file.start })));
    if (i > 0) edits.push(...withoutFile(text, files, file));
  }
  return edits.sort((a, b) => b.end - b.start - b.text.length - (a.end - a.start - a.text.length));
}

/** Drops a file, or makes it a part of the main one. */
function withoutFile(text: string, files: readonly SourceFile[], file: SourceFile): Edit[] {
  const head = text.lastIndexOf("// @file:", file.start);
  const end = file.start + file.text.length;
  const main = files[0]?.text ?? "";
  const joined = file.text.replace(/^export /gm, "") + main.replace(/^import .* from "\.\/.*";\n/gm, "");
  const others = text.slice(main.length, head) + text.slice(end);
  return [
    { start: head, end, text: "" },
    {
      start: 0,
      end: text.length,
      text: joined.replace(/^import .*\n/gm, "").replace(/^/, `import { Module } from "plait";\n`) + others,
    },
  ];
}

class FileEdits {
  readonly edits: Edit[] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  visit(node: Node, parent: Node | undefined, key: string): void {
    if (node.type.startsWith("TS")) {
      // What is said of a type can go; what it is said of is an expression.
      if (node.type === "TSTypeAnnotation" && key === "returnType") this.#cut(node);
      if (node.type === "TSTypeAliasDeclaration" || node.type === "TSDeclareFunction") this.#cut(node);
      if (node.type !== "TSNonNullExpression" && node.type !== "TSAsExpression") return;
    }
    // A loop must still end.
    if (parent?.type === "ForStatement" && key !== "body") return;
    this.#statement(node, parent);
    const value = isExpression(node) && !KEPT.has(key);
    if (value && node.end - node.start > 3) {
      // What nobody waits for has no single meaning: an `await` goes with what it waits for.
      const parts = node.type === "AwaitExpression" ? childrenOf(node).flatMap(childrenOf) : childrenOf(node);
      for (const child of parts) if (isExpression(child)) this.#cut(node, this.#of(child));
      for (const simple of SIMPLE) this.#cut(node, simple);
    }
    if (node.type === "CallExpression" || node.type === "NewExpression") this.#list(node.arguments);
    if (node.type === "ImportDeclaration") this.#list(node.specifiers);
    if (node.type === "ArrayExpression") this.#list(node.elements);
    if (node.type === "ObjectExpression" || node.type === "ObjectPattern") this.#list(node.properties);
    if (node.type === "ArrayPattern") this.#list(node.elements);
    // The callback of `list.map(…)` may be all that matters, and so may what is called.
    if (value && node.type === "CallExpression" && node.callee.type === "MemberExpression")
      this.#cut(node, this.#of(node.callee.object));
    if (value && /Function/.test(node.type)) this.#body(node);
    for (const k of visitorKeys[node.type] ?? []) {
      const child = (node as unknown as Record<string, Node | Node[] | null>)[k];
      for (const item of Array.isArray(child) ? child : [child]) if (item) this.visit(item, node, k);
    }
  }

  #statement(node: Node, parent: Node | undefined): void {
    const listed = parent?.type === "BlockStatement" || parent?.type === "Program" || parent?.type === "SwitchCase";
    if (/Statement$|Declaration$/.test(node.type) && listed) this.#cut(node);
    if ((node.type === "PropertyDefinition" || node.type === "MethodDefinition") && !this.#isNamed(node.key))
      this.#cut(node);
    if (node.type === "BlockStatement" && parent?.type === "BlockStatement") this.#cut(node, this.#inner(node));
    if (LOOPS.test(node.type)) {
      const { body } = node as unknown as { body: Node };
      if (listed) this.#cut(node, this.#of(body));
      // One turn, with the name that the head declares.
      const head = this.#text.slice(node.start, body.start);
      const of = /^for \((const|let) (.*) (?:of|in) (.*)\)\s*$/s.exec(head);
      if (listed && of) this.#cut(node, `{ const ${of[2]} = ${of[3]}[0]; ${this.#of(body)} }`);
    }
    switch (node.type) {
      case "IfStatement":
        this.#cut(node, this.#of(node.consequent));
        if (node.alternate) {
          this.#cut(node, this.#of(node.alternate));
          this.#cutBetween(node.consequent.end, node.alternate.end);
        }
        break;
      case "TryStatement":
        this.#cut(node, this.#of(node.block));
        if (node.handler) this.#cut(node, this.#of(node.handler.body));
        if (node.finalizer) {
          this.#cut(node, this.#of(node.block) + this.#of(node.finalizer));
          if (node.handler) this.#cutBetween(node.handler.end, node.finalizer.end);
        }
        if (node.handler?.param) this.#cutBetween(node.handler.start + "catch".length, node.handler.body.start);
        if (node.handler && node.finalizer) this.#cutBetween(node.block.end, node.handler.end);
        break;
      case "LabeledStatement":
        this.#cut(node, this.#of(node.body));
        break;
      case "SwitchStatement":
        for (const c of node.cases) {
          this.#cut(c);
          const [first] = c.consequent;
          const last = c.consequent.at(-1);
          if (first && last) this.#cut(node, `{ ${this.#text.slice(first.start, last.end).replace(/\bbreak;/g, "")} }`);
        }
        break;
      case "VariableDeclarator":
        if (node.init && node.id.type !== "Identifier") break;
        if (node.id.type === "Identifier" && node.id.typeAnnotation) this.#cut(node.id.typeAnnotation);
        break;
      case "AssignmentPattern":
        this.#cut(node, this.#of(node.left));
        break;
      case "FunctionDeclaration":
      case "FunctionExpression":
        this.#list(node.params);
        break;
      default:
    }
  }

  /** `(q) => { …; return x; }` as `(q) => x`. */
  #body(node: Node): void {
    const { body } = node as unknown as { body: Node | null };
    if (body?.type !== "BlockStatement" || node.type !== "ArrowFunctionExpression") return;
    const last = body.body.at(-1);
    if (last?.type === "ReturnStatement" && last.argument)
      this.edits.push({ start: body.start, end: body.end, text: `(${this.#of(last.argument)})` });
  }

  /** Each of a list, with its comma. */
  #list(items: readonly (Node | null)[]): void {
    items.forEach((item, i) => {
      if (!item) return;
      const next = items[i + 1];
      this.#cutBetween(item.start, next ? next.start : item.end);
    });
  }

  /** A member that something names stays: without it the program fails in a way of its own. */
  #isNamed(key: Node): boolean {
    const name = this.#of(key).replaceAll("$", "\\$");
    return new RegExp(`\\.${name}(?![\\w$])`).test(this.#text);
  }

  #of(node: Node): string {
    return this.#text.slice(node.start, node.end);
  }

  #inner(node: Node): string {
    return this.#text.slice(node.start + 1, node.end - 1);
  }

  #cut(node: Node, text = ""): void {
    // Promises stay with what waits for them.
    if (/^(await )?Promise\./.test(this.#of(node)) && /\basync\b/.test(text)) return;
    // The oracle's `Promise` is not the real one: as a value it differs by itself.
    if (this.#of(node) !== text && !/^Promise\b(?!\.\w+\()/.test(text))
      this.edits.push({ start: node.start, end: node.end, text });
  }

  #cutBetween(start: number, end: number): void {
    this.edits.push({ start, end, text: "" });
  }
}

/** `fails` says whether a candidate still shows the failure. A run that hangs takes seconds, so there is a limit. */
export async function shrink(
  text: string,
  fails: (candidate: string) => Promise<boolean>,
  { tries = 1500, limitMs = 90_000 } = {},
): Promise<string> {
  let best = text;
  let left = tries;
  const until = Date.now() + limitMs;
  for (let again = true; again && left > 0 && Date.now() < until;) {
    again = false;
    let edits = candidates(best);
    for (let i = 0; i < edits.length && left > 0 && Date.now() < until;) {
      const edit = edits[i] as Edit;
      const candidate = best.slice(0, edit.start) + edit.text + best.slice(edit.end);
      if (candidate.length >= best.length || left-- <= 0 || !(await fails(candidate))) {
        i++;
        continue;
      }
      best = candidate;
      again = true;
      // What is left of this pass goes on behind the cut.
      edits = candidates(best).filter((e) => e.end - e.start <= edit.end - edit.start);
      i = 0;
      edits = edits.filter((e) => e.start >= edit.start || e.end <= edit.start);
      const behind = edits.findIndex((e) => e.start >= edit.start);
      if (behind > 0) edits = [...edits.slice(behind), ...edits.slice(0, behind)];
    }
  }
  return best.replace(/^[ \t]*;?[ \t]*\n/gm, "");
}
