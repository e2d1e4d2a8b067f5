import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Node, parseSync, visitorKeys } from "oxc-parser";
import { ts } from "ts-morph";
import { expect, test } from "vitest";
import { findNode } from "./findNode.js";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Everything that the analysis may ask about: expressions, and names where they are declared. */
function questions(node: Node, parent?: Node, found: Node[] = []): Node[] {
  const isExpression = /Expression$|Literal$|^Identifier$|^SpreadElement$/.test(node.type);
  // Types are nobody's question, and a shorthand `{ a }` is asked about once.
  if (node.type.startsWith("TS") && !node.type.endsWith("Expression") && node.type !== "TSParameterProperty") {
    return found;
  }
  // Names of members, the words of `new.target`, and the part of a method after its name are no expressions.
  const isPart =
    (parent && "key" in parent && parent.key === node) ||
    parent?.type === "MetaProperty" ||
    (node.type === "FunctionExpression" && parent !== undefined && "key" in parent);
  if (isExpression && !isPart) found.push(node);
  for (const key of visitorKeys[node.type] ?? []) {
    const child = (node as unknown as Record<string, Node | Node[] | null>)[key];
    for (const item of Array.isArray(child) ? child : [child]) {
      if (item) questions(item, node, found);
    }
  }
  return found;
}

function notFound(text: string): string[] {
  const { program } = parseSync("a.ts", text, { lang: "ts", preserveParens: true });
  const file = ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true);
  return questions(program)
    .filter(({ start, end }) => !findNode(ts, file, start, end))
    .map((node) => `${node.type} ${text.slice(node.start, node.end)}`);
}

test("every expression of the other parser's tree is found", () => {
  const names = readdirSync(here).filter((name) => name.endsWith(".ts"));
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) expect(notFound(readFileSync(here + name, "utf8")), name).toEqual([]);
});

test("rare syntax too", () => {
  expect(
    notFound(
      `
      export class A<T> extends (B as any)<T> {
        @dec() field: string = this.x!;
        constructor(private readonly p: string = "", public q?: number, ...rest: string[]) { super(p, ...rest); }
        static { this.s = 1; }
        async *gen({ a = 1, ...b }: { a?: number }, [c, , d]: string[] = []) { yield* await (a, b, c ?? d); }
        get #x() { return new.target ?? import.meta.url; }
      }
      const x: number | undefined = a?.b?.[c]?.(d)!.e satisfies unknown;
      const y = <T,>(z: T): z is T => !!(z as T), w = tag\`\${x} \${-y}\`;
      label: for (const k in { a, [x]: 1, m() {}, get g() { return /re/u; } }) { delete a[k]; continue label; }
      for await (let [i, j = i] of await import("./b.js")) i++, --j;
      try { throw void 0; } catch ({ message }) { switch (typeof message) { case "é🙂": default: } }
      if (x) ; else do { } while (1n < y && (y in x || x in y) ? x : y)
      x ||= y **= 2; var fn = function named() { return class Inner {}; }, f = new F, g = f<string>;
    `
        .replace("if (x) function () {}; else do", "if (x) ; else do")
        .replace("#x in y", "x"),
    ),
  ).toEqual([]);
});

test("ranges that are no node give nothing", () => {
  const text = "const abc = def + ghi;";
  const file = ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true);
  expect(findNode(ts, file, 6, 8)).toBeUndefined();
  expect(findNode(ts, file, 5, 9)).toBeUndefined();
  expect(findNode(ts, file, 400, 500)).toBeUndefined();
  expect(findNode(ts, file, 12, 21)?.getText(file)).toBe("def + ghi");
});
