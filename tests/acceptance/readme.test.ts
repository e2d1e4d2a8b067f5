/**
 * The examples of README.md and docs/guide*.md do what they say. The rules for whoever writes them:
 *
 * - Every ```ts block is a file of one small project for its document: it must type-check under TypeScript 6
 *   and 7, strictly, together with the others. A first line `// name.ts` gives it a name that other blocks can
 *   import as `./name.js`. A fragment that cannot stand alone belongs into a ```js or ```text block.
 * - A block with a class that extends `Module` compiles without an error.
 * - `<!-- run -->` on the line before a ts block: it is run (`node --import plaitc/register`), and ends with
 *   exit code 0 and nothing on standard error. It has no keys and no network: use provider "simulated".
 * - `<!-- run: text -->`: the same, and what it prints contains the text.
 * - `<!-- run -->` and `<!-- run: text -->` before a ```sh block: it is run in the root of the repository.
 * - `<!-- remarks -->` before a ```text block: it is what `plaitc check --remarks` says of the last ts block before it.
 * - `<!-- error TS2741: text -->` before a ts block: the block has exactly this error, with the text in its message.
 */
import { readdirSync, readFileSync, existsSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { compileFile, formatDiagnosticLine } from "plaitc-compiler";
import { makeProject, removeProjects, TSCONFIG, toolFile } from "../cli/project.js";
import { compilers, root, runFile, runNode } from "./support.js";

afterAll(removeProjects);

interface Block {
  language: string;
  /** Line of its first line of code in the document. */
  line: number;
  text: string;
  file: string;
  run: boolean;
  prints: string | undefined;
  error: { code: string; words: string } | undefined;
  /** It holds the diagnostics of the last ts block before it. */
  remarks: boolean;
}

function blocksOf(markdown: string): Block[] {
  const lines = markdown.split("\n");
  const blocks: Block[] = [];
  for (let i = 0; i < lines.length; i++) {
    const open = /^(\s*)(```+)(\w*)/.exec(lines[i]!);
    if (!open) continue;
    const end = lines.findIndex((line, at) => at > i && line.trim() === open[2]);
    if (end < 0) throw new Error(`the block at line ${i + 1} is not closed`);
    const indent = open[1]!.length;
    const text =
      lines
        .slice(i + 1, end)
        .map((line) => line.slice(indent))
        .join("\n") + "\n";
    const before = lines.slice(0, i).findLast((line) => line.trim() !== "") ?? "";
    const run = /^\s*<!-- run(?:: (.*?))? -->$/.exec(before);
    const error = /^\s*<!-- error (TS\d+)(?:: (.*?))? -->$/.exec(before);
    const name = /^\/\/ ([\w-]+\.ts)\b/.exec(text)?.[1];
    blocks.push({
      language: open[3]!,
      line: i + 2,
      text,
      file: name ?? `block-${i + 2}.ts`,
      run: run !== null,
      prints: run?.[1],
      error: error ? { code: error[1]!, words: error[2] ?? "" } : undefined,
      remarks: before.trim() === "<!-- remarks -->",
    });
    i = end;
  }
  return blocks;
}

function projectOf(blocks: readonly Block[]): string {
  const options = {
    ...TSCONFIG.compilerOptions,
    moduleDetection: "force",
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
  };
  const files = blocks.map(({ file, text }) => [`src/${file}`, text] as const);
  const twice = files.find(([name], i) => files.findIndex(([other]) => other === name) !== i);
  if (twice) throw new Error(`two blocks are called ${twice[0]}`);
  return makeProject(Object.fromEntries(files), { ...TSCONFIG, compilerOptions: options });
}

/** What is wrong with the types, as `line: message`, in the document's lines. */
async function typeErrors(folder: string, blocks: readonly Block[], tsc: string): Promise<string[]> {
  const { out } = await runNode(folder, [tsc, "--noEmit", "--pretty", "false"]);
  const found: { block: Block | undefined; line: number; code: string; message: string }[] = [];
  for (const text of out.split("\n")) {
    const head = /^src\/(.+?)\((\d+),\d+\): error (TS\d+): (.*)$/.exec(text);
    if (head) {
      const block = blocks.find(({ file }) => file === head[1]);
      found.push({ block, line: (block?.line ?? 1) + Number(head[2]) - 1, code: head[3]!, message: head[4]! });
    } else if (/^\s/.test(text) && found.length > 0) found.at(-1)!.message += `\n${text}`;
    else if (text.includes("error TS")) found.push({ block: undefined, line: 0, code: "", message: text });
  }
  const announced = blocks.filter(({ error }) => error);
  const met = new Set<Block>();
  const problems = found.flatMap(({ block, line, code, message }) => {
    if (block?.error?.code === code && message.includes(block.error.words)) {
      met.add(block);
      return [];
    }
    return [`${line}: ${code} ${message}`];
  });
  return [
    ...problems,
    ...announced
      .filter((block) => !met.has(block))
      .map(({ line, error }) => `${line}: there is no error ${error!.code} ${error!.words}`),
  ];
}

function compileErrors(blocks: readonly Block[]): string[] {
  return blocks.flatMap(({ text, file, line, error }) =>
    error || !/\bextends\b/.test(text)
      ? []
      : compileFile({ fileName: file, text })
          .diagnostics.filter((d) => d.severity === "error")
          .map((d) => `${line + d.line - 1}: ${d.code} ${d.message}`),
  );
}

/** What the compiler says of a block, one line each. */
function said({ file, text }: Block): string {
  const { diagnostics } = compileFile({ fileName: file, text });
  return diagnostics.map((d) => `${formatDiagnosticLine(d)}\n`).join("");
}

const documents = [
  "README.md",
  ...readdirSync(path.join(root, "docs"))
    .filter((name) => /^guide.*\.md$/.test(name))
    .map((name) => `docs/${name}`),
];

describe.each(documents)("%s", (name) => {
  const blocks = existsSync(path.join(root, name)) ? blocksOf(readFileSync(path.join(root, name), "utf8")) : [];
  const ts = blocks.filter(({ language }) => language === "ts");
  const folder = projectOf(ts);

  test.each(compilers)("its TypeScript has no type errors, %s", async (_name, tsc) => {
    expect(existsSync(path.join(root, name))).toBe(true);
    expect(await typeErrors(folder, ts, tsc)).toEqual([]);
  });

  test("its TypeScript compiles", () => {
    expect(compileErrors(ts)).toEqual([]);
  });

  for (const [i, block] of blocks.entries()) {
    if (!block.remarks) continue;
    test(`line ${block.line} is what plaitc says`, () => {
      const about = blocks.slice(0, i).findLast(({ language }) => language === "ts");
      expect(block.text).toBe(about && said(about));
    });
  }

  const runs = blocks.filter(({ run }) => run);
  test("only blocks that can be run are marked", () => {
    expect(runs.filter(({ language }) => language !== "ts" && language !== "sh").map(({ line }) => line)).toEqual([]);
    // A test that runs all tests would never end.
    expect(
      runs
        .filter(({ language, text }) => language === "sh" && /npm (?:run )?test\b|vitest/.test(text))
        .map(({ line }) => line),
    ).toEqual([]);
  });

  for (const { language, line, file, text, prints } of runs) {
    test(`line ${line} runs${prints === undefined ? "" : ` and prints ${prints}`}`, async () => {
      const { code, out, err } =
        language === "ts"
          ? await runNode(folder, ["--import", "plaitc/register", `src/${file}`])
          : await runFile("sh", root, ["-e", "-c", text]);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      if (prints !== undefined) expect(out).toContain(prints);
    });
  }
});

test("the rules find what is wrong", async () => {
  const blocks = blocksOf(
    [
      "# Title",
      "```ts",
      "// one.ts",
      "export const one: number = 1;",
      "```",
      "<!-- run: 3 -->",
      "",
      "```ts",
      'import { one } from "./one.js";',
      "console.log(one + 2);",
      "```",
      "```ts",
      'const wrong: number = "text";',
      "```",
      "<!-- error TS2322: not assignable -->",
      "```ts",
      'const announced: number = "text";',
      "```",
      "<!-- error TS2741: smart -->",
      "```ts",
      "const fine = 1;",
      "```",
      "- in a list",
      "  ```sh",
      "  echo hello",
      "  ```",
    ].join("\n"),
  );
  expect(blocks.map(({ language, line, run, prints }) => [language, line, run, prints])).toEqual([
    ["ts", 3, false, undefined],
    ["ts", 9, true, "3"],
    ["ts", 13, false, undefined],
    ["ts", 17, false, undefined],
    ["ts", 21, false, undefined],
    ["sh", 25, false, undefined],
  ]);
  expect(blocks[5]!.text).toBe("echo hello\n");
  const ts = blocks.filter(({ language }) => language === "ts");
  const errors = await typeErrors(projectOf(ts), ts, toolFile("typescript7/bin/tsc"));
  expect(errors).toHaveLength(2);
  expect(errors[0]).toMatch(/^13: TS2322 /);
  expect(errors[1]).toBe("21: there is no error TS2741 smart");
});
