/** Programs that are broken, half typed, or strange: what an editor sends, and what nobody should write. */
import type { Random } from "../random.js";
import { HALF_TYPED, MEMBERS, STATEMENTS } from "./snippets.js";

export const LARGE = "something large";

export type Breakage = (source: string, random: Random) => string;

/** Words, texts and signs. */
const TOKENS = /[\w$]+|"[^"\n]*"|\s+|[^\w$\s"]/gu;
const BRACKETS = [..."()[]{}<>`\"'/;,:.=*#@?!&|"];

function changeTokens(source: string, random: Random, change: (tokens: string[], at: number) => void): string {
  const tokens = source.match(TOKENS) ?? [];
  for (let times = 1 + random.below(3); times > 0 && tokens.length > 0; times--)
    change(tokens, random.below(tokens.length));
  return tokens.join("");
}

/** Offsets behind all matches. */
function ends(source: string, pattern: RegExp): number[] {
  return [...source.matchAll(pattern)].map((match) => match.index + match[0].length);
}

function insertBehind(source: string, pattern: RegExp, text: string, random: Random): string {
  const places = ends(source, pattern);
  const at = places.length > 0 ? random.pick(places) : source.length;
  return `${source.slice(0, at)}${text}${source.slice(at)}`;
}

/** Behind a statement of a method, mostly. */
const STATEMENT_END = /;\n {4,}/g;
const CLASS_START = /extends \w+(?:<[^>\n]*>)? \{\n/g;
const LINE_START = /^(?=class |export |const |type |declare |import )/gm;

const repeat = (text: string, times: number): string => text.repeat(times);

/** An expression that is nested deeply, or that is large. */
const LARGE_EXPRESSIONS: readonly (() => string)[] = [
  () => `${repeat("(", 2000)}1${repeat(")", 2000)}`,
  () => `${repeat("[", 2000)}this.text0("x")${repeat("]", 2000)}`,
  () => `${repeat("{ a: ", 2000)}1${repeat(" }", 2000)}`,
  () => `${repeat("this.text0(", 2000)}"x"${repeat(")", 2000)}`,
  () => `${repeat("(() => ", 2000)}this.text0("x")${repeat(")", 2000)}`,
  () => `${repeat("`${", 2000)}this.text0("x")${repeat("}`", 2000)}`,
  () => `${repeat("doc ? 1 : ", 2000)}this.text0("x")`,
  () => `this.text0("x")${repeat(" + doc", 2000)}`,
  () => `${repeat("!", 2000)}this.flag0("x")`,
  () => `doc${repeat(".trim()", 2000)}`,
  () => `doc${repeat("?.a", 2000)}`,
  () => `(doc${repeat(" as any", 2000)})`,
  () => `(doc as ${repeat("Array<", 2000)}string${repeat(">", 2000)})`,
  () => `[${repeat("1, ", 100_000)}this.text0("x")]`,
  () => `[${repeat(`this.text0("x"), `, 2000)}]`,
  () => `{ ${Array.from({ length: 5000 }, (_, i) => `k${i}: ${i}`).join(", ")} }`,
  () => JSON.stringify(repeat("x", 1_000_000)),
  () => `\`${repeat("line\n", 50_000)}\${this.text0("x")}\``,
  () => repeat("9", 100_000),
  () => `${repeat("9", 50_000)}n`,
  () => `/${repeat("(a|b)*", 5000)}/u`,
  () => `this.text0(...[${repeat("doc, ", 20_000)}])`,
  () => `(() => { ${repeat("if (doc) { ", 2000)}return this.text0("x");${repeat(" }", 2000)} })()`,
  () => `(() => { ${repeat("for (const x of doc) ", 2000)}this.text0(x); })()`,
  () => `(() => { ${repeat("try { ", 1000)}this.text0("x");${repeat(" } finally { }", 1000)} })()`,
  () => `(() => { ${repeat(`const x = this.text0("x"); { `, 1000)}${repeat(" }", 1000)} })()`,
];

const NAMES = [
  "ℵ",
  "\\u0061b",
  "a\u200d",
  "\u{1d4d0}",
  "𠮷",
  "ª",
  "__proto__",
  "$",
  "_",
  "constructor",
  "toString",
  "await",
  "yield",
  "async",
  "let",
  "of",
  "static",
  "undefined",
  "arguments",
  "eval",
];
const CHARACTERS = [
  "\ufeff",
  "\u2028",
  "\u2029",
  "\r\n",
  "\0",
  "\u200b",
  "\u202e",
  "\ud83d",
  "\udc00",
  "🙂",
  "\\",
  "\u00a0",
  "\v",
  "\u001a",
];
const TYPES = [
  "any",
  "never",
  "unknown",
  "number",
  "object",
  "undefined",
  "null",
  "void",
  "string | Main",
  "Main",
  "typeof Main",
  "Promise<string>",
  "() => string",
  "keyof Main",
  "NoSuch",
  "{ [k: string]: Main }",
  "[Main]",
  "this",
  "Text[]",
  "Set<Text>",
];

export const BREAKAGES: Readonly<Record<string, Breakage>> = {
  "a start": (source, random) => source.slice(0, random.below(source.length)),
  "a start that is closed": (source, random) => {
    const lines = source.split("\n");
    return `${lines.slice(0, random.below(lines.length)).join("\n")}\n}}`;
  },
  "a cut": (source, random) => {
    const at = random.below(source.length);
    return source.slice(0, at) + source.slice(at + 1 + random.below(random.pick([3, 12, 200])));
  },
  "tokens less": (source, random) => changeTokens(source, random, (tokens, at) => void tokens.splice(at, 1)),
  "tokens twice": (source, random) =>
    changeTokens(source, random, (tokens, at) => void tokens.splice(at, 0, tokens[at] as string)),
  "tokens swapped": (source, random) =>
    changeTokens(source, random, (tokens, at) => {
      const other = random.chance(0.5) ? Math.min(at + 1, tokens.length - 1) : random.below(tokens.length);
      [tokens[at], tokens[other]] = [tokens[other] as string, tokens[at] as string];
    }),
  "tokens of elsewhere": (source, random) =>
    changeTokens(source, random, (tokens, at) => void (tokens[at] = random.pick(tokens))),
  brackets: (source, random) =>
    changeTokens(source, random, (tokens, at) => void tokens.splice(at, 0, random.pick(BRACKETS))),
  "half typed": (source, random) => insertBehind(source, STATEMENT_END, `${random.pick(HALF_TYPED)}\n`, random),
  "half typed at the end": (source, random) => {
    const at = random.pick([0, ...ends(source, STATEMENT_END)]);
    return source.slice(0, at) + random.pick(HALF_TYPED) + random.pick(["", "\n", "\n  }\n}\n"]);
  },
  "a strange member": (source, random) => insertBehind(source, CLASS_START, `  ${random.pick(MEMBERS)}\n`, random),
  "a strange statement": (source, random) => insertBehind(source, LINE_START, `${random.pick(STATEMENTS)}\n`, random),
  "other types": (source, random) => {
    const share = random.pick([0.1, 0.5, 1]);
    const type = random.pick(TYPES);
    return source.replace(/: (?:string|number|boolean|Item|unknown)(?:\[\])?(?=[,)=; ])/g, (text) =>
      random.chance(share) ? `: ${random.chance(0.5) ? type : random.pick(TYPES)}` : text,
    );
  },
  "imports less": (source, random) => {
    const text = random.pick([
      "",
      `import type { Module } from "plait";`,
      `import { Modul } from "plait";`,
      `import { Module } from "./missing.js";`,
      `import { Module } from "./program.js";`,
    ]);
    return source.replace(/^import .*$/m, text);
  },
  "files that import each other": (source, random) =>
    `import { back9, Other9 } from "./other9.js";\n${source.replace(/^(?=\/\/ @file)|$(?![^])/m, `export const there9 = new Other9();\n`)}\n// @file: other9.ts\n` +
    random.pick([
      `import { Main, there9 } from "./program.js";\nexport class Other9 extends Main { forward(q: string) { return there9(q); } }\nexport const back9 = new Main();\n`,
      `import { Other9 as Again } from "./other9.js";\nexport class Other9 extends Again {}\nexport { back9 } from "./other9.js";\n`,
      `export * from "./program.js";\nexport * from "./other9.js";\n`,
      `export class Other9 extends`,
    ]),
  "other names": (source, random) => {
    const names = [...new Set(source.match(/\b[a-z]\w+\b/g) ?? ["doc"])];
    const from = random.pick(names);
    return source.replace(new RegExp(`\\b${from}\\b`, "g"), () => random.pick(NAMES));
  },
  characters: (source, random) => {
    const at = random.chance(0.2) ? 0 : random.below(source.length);
    return source.slice(0, at) + random.pick(CHARACTERS) + source.slice(at);
  },
  "line ends": (source, random) => source.replaceAll("\n", random.pick(["\r\n", "\r", "\u2028", " "])),
  [LARGE]: (source, random) =>
    insertBehind(source, STATEMENT_END, `const large9: any = ${random.pick(LARGE_EXPRESSIONS)()};\n`, random),
};
