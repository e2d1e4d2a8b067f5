// A made-up project of a realistic shape, for measuring how long it takes to compile: the same seed gives the
// same files, byte for byte. Half of the files hold a module class, the others what stands around modules:
// interfaces, helpers, and plain code that knows nothing of them.
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

export const TSCONFIG = {
  compilerOptions: {
    target: "es2022",
    lib: ["es2023"],
    module: "nodenext",
    strict: true,
    noUncheckedIndexedAccess: true,
    declaration: true,
    sourceMap: true,
    skipLibCheck: true,
    types: ["node"],
    rootDir: "src",
    outDir: "dist",
  },
  include: ["src"],
};

/** Pipelines that belong together: six of leaves only, three made of these, and one of those three, which is bound. */
const FAMILY = 10;

/** Writes the project with what it has installed as links, and says which names its files have. */
export function writeProject(folder, { files = 300, seed = 1 } = {}) {
  const texts = projectFiles(files, seed);
  const all = {
    "package.json": '{ "name": "generated", "type": "module" }\n',
    "tsconfig.json": `${JSON.stringify(TSCONFIG, null, 2)}\n`,
    ...texts,
  };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  for (const name of ["plait", "@types/node"]) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(realpathSync(join(root, "node_modules", name)), link, "junction");
  }
  return Object.keys(texts);
}

/** Text by name, such as `src/pipelines/pipeline007.ts`. */
export function projectFiles(count, seed) {
  const random = mulberry32(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const some = (list, n) => {
    const left = [...list];
    return Array.from(
      { length: Math.min(n, left.length) },
      () => left.splice(Math.floor(random() * left.length), 1)[0],
    );
  };
  const share = (part) => Math.max(1, Math.round(count * part));
  const names = (prefix, n) => Array.from({ length: n }, (_, i) => `${prefix}${String(i).padStart(3, "0")}`);
  const types = names("types", share(0.15));
  const helpers = names("helpers", share(0.2));
  const services = names("service", share(0.15));
  const pipelines = names("pipeline", Math.max(1, count - types.length - helpers.length - services.length));
  const files = {};
  for (const name of types) files[`src/types/${name}.ts`] = typesFile(name, random);
  for (const name of helpers) files[`src/helpers/${name}.ts`] = helpersFile(name, pick(types), random);
  for (const name of services) files[`src/services/${name}.ts`] = serviceFile(name, pick(types), pick(helpers), random);
  pipelines.forEach((name, i) => {
    const place = i % FAMILY;
    const family = pipelines.slice(i - place, i);
    const below = place < 6 ? [] : place < 9 ? some(family.slice(0, 6), 2) : family.slice(6);
    const context = { types: pick(types), helpers: some(helpers, 2), children: below, bound: place === FAMILY - 1 };
    files[`src/pipelines/${name}.ts`] = pipelineFile(name, context, random, pick);
  });
  return files;
}

function mulberry32(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const upper = (name) => name[0].toUpperCase() + name.slice(1);
const number = (random, below) => Math.floor(random() * below);

function typesFile(name, random) {
  const N = upper(name);
  const extra = Array.from(
    { length: 2 + number(random, 5) },
    (_, i) => `  field${i}?: ${["string", "number", "boolean", "string[]"][i % 4]};`,
  );
  return `/** What the parts of ${name} hand to each other. */
export interface ${N}Note {
  id: number;
  text: string;
  score: number;
  tags: readonly string[];
${extra.join("\n")}
}

export interface ${N}Report {
  title: string;
  notes: ${N}Note[];
  verdict: ${N}Verdict;
  meta: Record<string, string | number>;
}

export type ${N}Verdict = "accepted" | "rejected" | { reason: string; retry: boolean };

export type ${N}Draft = Partial<Omit<${N}Report, "notes">> & { notes: Pick<${N}Note, "id" | "text">[] };

export interface ${N}Store<Key extends string = string> {
  get(key: Key): Promise<${N}Report | undefined>;
  put(key: Key, report: ${N}Report): Promise<void>;
  list(options?: { limit?: number; after?: Key }): AsyncIterable<[Key, ${N}Report]>;
}
`;
}

function helpersFile(name, types, random) {
  const N = upper(name);
  const T = upper(types);
  const limit = 20 + number(random, 200);
  return `import type { ${T}Draft, ${T}Note, ${T}Report } from "../types/${types}.js";

const LIMIT = ${limit};

/** Cuts a text at a word. */
export function shorten${N}(text: string, limit = LIMIT): string {
  if (text.length <= limit) return text;
  const cut = text.lastIndexOf(" ", limit);
  return \`\${text.slice(0, cut < 0 ? limit : cut)}…\`;
}

export function group${N}(notes: readonly ${T}Note[]): Map<string, ${T}Note[]> {
  const groups = new Map<string, ${T}Note[]>();
  for (const note of notes) {
    for (const tag of note.tags) {
      const group = groups.get(tag) ?? [];
      group.push(note);
      groups.set(tag, group);
    }
  }
  return groups;
}

export const best${N} = (notes: readonly ${T}Note[], count = ${1 + number(random, 9)}): ${T}Note[] =>
  notes.toSorted((a, b) => b.score - a.score || a.id - b.id).slice(0, count);

export function complete${N}({ notes, ...rest }: ${T}Draft): ${T}Report {
  return {
    title: "Untitled",
    verdict: "accepted",
    meta: { count: notes.length, limit: LIMIT },
    ...rest,
    notes: notes.map((note, index) => ({ score: 1 / (index + 1), tags: [], ...note })),
  };
}

export function words${N}(text: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of text.toLowerCase().split(/\\W+/)) counts[word] = (counts[word] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).filter(([word, n]) => word.length > 2 && n > ${number(random, 3)}));
}
`;
}

function serviceFile(name, types, helpers, random) {
  const N = upper(name);
  const T = upper(types);
  const H = upper(helpers);
  return `import { createHash } from "node:crypto";
import { EventEmitter } from "node:events";
import type { ${T}Note, ${T}Report, ${T}Store } from "../types/${types}.js";
import { best${H}, group${H}, shorten${H} } from "../helpers/${helpers}.js";

export interface ${N}Options {
  capacity: number;
  timeToLiveMs?: number;
  onEvict?: (key: string, report: ${T}Report) => void;
}

/** Keeps the reports that were used last. */
export class ${N} implements ${T}Store {
  readonly events = new EventEmitter();
  #entries = new Map<string, { report: ${T}Report; usedAt: number }>();
  readonly #options: Required<Omit<${N}Options, "onEvict">> & Pick<${N}Options, "onEvict">;

  constructor({ capacity, timeToLiveMs = ${1000 + number(random, 9000)}, ...rest }: ${N}Options) {
    this.#options = { capacity, timeToLiveMs, ...rest };
  }

  async get(key: string): Promise<${T}Report | undefined> {
    const entry = this.#entries.get(this.keyOf(key));
    if (!entry || Date.now() - entry.usedAt > this.#options.timeToLiveMs) return undefined;
    entry.usedAt = Date.now();
    this.events.emit("hit", key);
    return entry.report;
  }

  async put(key: string, report: ${T}Report): Promise<void> {
    this.#entries.set(this.keyOf(key), { report, usedAt: Date.now() });
    while (this.#entries.size > this.#options.capacity) this.evict();
  }

  async *list({ limit = Infinity, after }: { limit?: number; after?: string } = {}): AsyncIterable<[string, ${T}Report]> {
    let count = 0;
    for (const [key, { report }] of this.#entries) {
      if (after !== undefined && key <= after) continue;
      if (count++ >= limit) return;
      yield [key, report];
    }
  }

  summary(): { tag: string; best: ${T}Note[]; text: string }[] {
    const notes = [...this.#entries.values()].flatMap(({ report }) => report.notes);
    return [...group${H}(notes)].map(([tag, group]) => {
      const best = best${H}(group);
      return { tag, best, text: shorten${H}(best.map((note) => note.text).join("; ")) };
    });
  }

  private evict(): void {
    let oldest: [string, { report: ${T}Report; usedAt: number }] | undefined;
    for (const entry of this.#entries) if (!oldest || entry[1].usedAt < oldest[1].usedAt) oldest = entry;
    if (!oldest) return;
    this.#entries.delete(oldest[0]);
    this.#options.onEvict?.(oldest[0], oldest[1].report);
    this.events.emit("evict", oldest[0]);
  }

  private keyOf(key: string): string {
    return createHash("sha256").update(key).digest("hex").slice(0, ${8 + number(random, 24)});
  }
}
`;
}

const ALIASES = ["fast", "smart", "cheap", "long"];

/** Ways in which the children are used; each gives the names that it leaves behind for the verdict. */
const STEPS = [
  (c, i) => `    const part${i} = this.${c}(\`Read with care:\\n\${text}\`);`,
  (c, i) =>
    `    const each${i} = notes.map((note) => this.${c}(\`\${note.id}: \${note.text}\`));\n    const part${i} = each${i}.join("\\n");`,
  (c, i) =>
    `    let part${i} = "";\n    if (text.length > ${40 + i * 30}) {\n      part${i} = this.${c}(text);\n    } else {\n      part${i} = this.${c}(\`short: \${text}\`);\n    }`,
  (c, i) =>
    `    let part${i} = text;\n    for (const note of notes) {\n      part${i} = this.${c}(\`Refine with \${note.text}:\\n\${part${i}}\`);\n    }`,
  (c, i) =>
    `    const list${i}: string[] = [];\n    for (const { tags, text: line } of notes) {\n      const answer = this.${c}(\`\${tags.join(", ")}: \${line}\`);\n      list${i}.push(answer.trim());\n    }\n    const part${i} = list${i}.join("; ");`,
];

function pipelineFile(name, { types, helpers, children, bound }, random, pick) {
  const N = upper(name);
  const T = upper(types);
  const index = Number(name.slice(-3));
  const [first, second = first] = helpers;
  const F = upper(first);
  const leaves = Array.from({ length: Math.max(1, 3 + number(random, 4) - children.length) }, (_, i) => `step${i}`);
  const steps = leaves.map((leaf, i) => pick(STEPS)(leaf, i));
  const parts = leaves.map((_, i) => `part${i}`);
  const used = children.map((child) => `this.${child}({ text: ${parts[0]}, notes })`);
  return `import { LLMInference, Module } from "plait";
import type { ${T}Note, ${T}Report } from "../types/${types}.js";
import { best${F}, shorten${F}${second === first ? "" : ` } from "../helpers/${first}.js";\nimport { words${upper(second)}`} } from "../helpers/${second}.js";
${children.map((child) => `import { ${upper(child)} } from "./${child}.js";\n`).join("")}
const EXPECTED_WORDS = ${2 + number(random, 8)};

export interface ${N}Input {
  text: string;
  notes: readonly { id: number; text: string; score: number; tags: readonly string[] }[];
}

/** Reads a text with its notes in ${leaves.length + children.length} parts and puts them together. */
export class ${N} extends Module {
${leaves.map((leaf, i) => `  ${leaf} = new LLMInference({ alias: "${ALIASES[(index + i) % ALIASES.length]}", systemPrompt: "Answer for ${leaf} of ${name}." });`).join("\n")}
${children.map((child) => `  ${child} = new ${upper(child)}();\n`).join("")}
  forward(input: ${N}Input): ${T}Report {
    const { text, notes } = input;
${steps.join("\n")}
${used.map((call, i) => `    const nested${i} = ${call};`).join("\n")}
    const verdict = this.judge([${parts.join(", ")}]);
    return {
      title: shorten${F}(${parts.at(-1)}),
      notes: this.pickNotes(notes),
      verdict: verdict.includes("yes") ? "accepted" : { reason: verdict, retry: ${random() < 0.5} },
      meta: { ${parts.map((part) => `${part}: ${part}.length`).join(", ")}${used.map((_, i) => `, nested${i}: nested${i}.title`).join("")} },
    };
  }

  judge(parts: string[]): string {
    const answer = this.step0(\`Is this complete?\\n\${parts.join("\\n\\n")}\`);
    return answer.trim().toLowerCase();
  }

  pickNotes(notes: readonly ${T}Note[]): ${T}Note[] {
    return best${F}(notes.filter((note) => note.text.split(" ").length >= EXPECTED_WORDS));
  }
}
${second === first ? "" : `\nexport const vocabularyOf${N} = (report: ${T}Report): string[] =>\n  Object.keys(words${upper(second)}(report.notes.map((note) => note.text).join(" "))).sort();\n`}
${
  !bound
    ? ""
    : `const simulated = { provider: "simulated", model: "simulated" } as const;

export const run${N} = new ${N}().bind({
  endpoints: { fast: simulated, smart: simulated, cheap: simulated, long: simulated },
});
`
}`;
}
