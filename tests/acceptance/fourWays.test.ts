/**
 * One source, four ways to compile it: `plaitc build`, ts-patch's `tspc`, the loader and Vite. Each runs the
 * same program as a process of its own against a simulator, which sees the same prompts in the same overlap.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSimulator } from "plait/simulate";
import { makeProject, removeProjects, toolFile, TSCONFIG, type Outcome } from "../cli/project.js";
import { plaitcBin, runNode } from "./support.js";

const HELPER = `/** Refuses what is not fit to print. */
export interface Limits {
  longest: number;
}

export function refuse(text: string, { longest }: Limits): void {
  if (text.length > longest) throw new RangeError(\`too long: \${text.length}\`);
}
`;

const PIPELINE = `import { LLMInference, Module } from "plait";
import { refuse } from "./helper.js";

export class Views extends Module {
  friend = new LLMInference({ alias: "fast", systemPrompt: "Summarize what speaks for it in one sentence." });
  critic = new LLMInference({ alias: "fast", systemPrompt: "Summarize what speaks against it in one sentence." });

  forward(note: string) {
    return { pro: this.friend(note), contra: this.critic(note) };
  }
}

/** A leaf of the project's own, around a timer. */
export class Count extends Module {
  forward(notes: string[]): Promise<number> {
    return new Promise((resolve) => setTimeout(() => resolve(notes.length), 5));
  }
}

export class Review extends Module {
  views = new Views();
  count = new Count();
  overview = new LLMInference({ alias: "fast", systemPrompt: "Summarize the text in one sentence." });
  judge = new LLMInference({ alias: "smart", systemPrompt: "Combine the texts." });
  second = new LLMInference({ alias: "smart", systemPrompt: "Give the text a title." });

  forward(topic: string, notes: string[]): string {
    if (topic === "") return "nothing to review";
    refuse(topic, { longest: 60 });
    const views = notes.map((note) => this.views(note));
    const overview = this.overview(topic);
    console.log(\`reviewing \${this.count(notes)} notes\`);
    let verdict = "no verdict";
    if (overview.length > 10) verdict = this.judge(\`\${overview}\\n\\n\${views.map((v) => v.pro + v.contra).join("\\n")}\`);
    else verdict = this.second(topic);
    console.log("done");
    return [verdict, ...views.map((v) => v.contra)].join("\\n");
  }
}

const at = { provider: "openai", baseUrl: process.env["SIMULATOR"] + "/v1", maxRetries: 0 } as const;
export const review = new Review().bind({ endpoints: { fast: { ...at, model: "small" }, smart: { ...at, model: "large" } } });
`;

const MAIN = `import { review } from "./pipeline.js";

enum Kind {
  Value = "value",
  Error = "error",
}

const notes = ["Tea is warm. It costs little.", "Tea is bitter. It keeps people awake.", "Tea needs water. Water needs heat."];
const inputs: [string, string[]][] = [
  ["The office should buy tea for everybody.", notes],
  ["", notes],
  ["FAIL the tea.", notes.slice(0, 1)],
  ["x".repeat(61), notes],
];
for (const [topic, list] of inputs) {
  try {
    console.log(JSON.stringify({ kind: Kind.Value, value: await review(topic, list) }));
  } catch (error) {
    const { name, message, stack } = error as Error;
    console.log(JSON.stringify({ kind: Kind.Error, name, message: message.replace(/127[.]0[.]0[.]1:\\d+/, "server"), stack }));
  }
}
`;

const VITE = `import { plaitc } from "plaitc/vite";
export default {
  plugins: [plaitc()],
  logLevel: "warn",
  ssr: { external: ["plait", "openai"] },
  build: { ssr: "src/main.ts", sourcemap: true, minify: false, target: "node20" },
};
`;

type Way = [name: string, build: readonly string[] | undefined, run: readonly string[]];
const WAYS: Way[] = [
  ["plaitc build", [plaitcBin, "build"], ["--enable-source-maps", "dist/main.js"]],
  ["ts-patch", [toolFile("ts-patch/bin/tspc.js")], ["--enable-source-maps", "dist/main.js"]],
  ["the loader", undefined, ["--import", "plaitc/register", "src/main.ts"]],
  ["vite", [toolFile("vite/bin/vite.js"), "build"], ["--enable-source-maps", "dist/main.js"]],
];

interface Seen {
  built: Outcome | undefined;
  ran: Outcome;
  lines: (string | { kind: string; value?: string; name?: string; message?: string; stack?: string })[];
  prompts: string[];
  statuses: number[];
  peakInFlight: number;
}

async function go([, build, run]: Way): Promise<Seen> {
  const tsconfig = {
    ...TSCONFIG,
    compilerOptions: {
      ...TSCONFIG.compilerOptions,
      plugins: [{ transform: "plaitc/transformer", transformProgram: true }],
    },
  };
  const files = { "src/helper.ts": HELPER, "src/pipeline.ts": PIPELINE, "src/main.ts": MAIN, "vite.config.mjs": VITE };
  const folder = makeProject(files, tsconfig);
  const built = build && (await runNode(folder, build));
  const simulator = await startSimulator({ seed: 3, latencyMs: 150, faults: [{ kind: "500", match: "FAIL" }] });
  try {
    const ran = await runNode(folder, run, { SIMULATOR: simulator.url });
    return {
      built,
      ran,
      lines: ran.out
        .split("\n")
        .filter(Boolean)
        .map((line) => (line.startsWith("{") ? JSON.parse(line) : line) as string),
      prompts: simulator.log.map(({ model, system, prompt }) => `${model} | ${system} | ${prompt}`).sort(),
      statuses: simulator.log.map(({ status }) => status).sort(),
      peakInFlight: simulator.peakInFlight,
    };
  } finally {
    await simulator.close();
  }
}

const seen = new Map<string, Seen>();
beforeAll(async () => {
  // One after another: side by side on two cores, they would disturb each other's overlap.
  for (const way of WAYS) seen.set(way[0], await go(way));
});
afterAll(removeProjects);

const withoutStack = (line: Seen["lines"][number]) => (typeof line === "string" ? line : { ...line, stack: undefined });

describe.each(WAYS.map(([name]) => name))("%s", (name) => {
  test("compiles and runs without a word of complaint", () => {
    const { built, ran } = seen.get(name)!;
    if (built) expect(built).toMatchObject({ code: 0, err: "" });
    expect(ran).toMatchObject({ code: 0, err: "" });
  });

  test("gives the same results, logs and errors as the others", () => {
    const { lines } = seen.get(name)!;
    expect(lines.map(withoutStack)).toEqual(seen.get("plaitc build")!.lines.map(withoutStack));
    expect(lines).toEqual([
      "reviewing 3 notes",
      "done",
      { kind: "value", value: expect.stringContaining("Tea") as string },
      { kind: "value", value: "nothing to review" },
      // The overview fails before the log is reached.
      expect.objectContaining({
        name: "ProviderError",
        message: expect.stringContaining('endpoint "fast" (small at server) failed') as string,
      }),
      expect.objectContaining({ name: "RangeError", message: "too long: 61" }),
    ]);
  });

  test("makes the same calls, as many at once", () => {
    const { prompts, statuses, peakInFlight } = seen.get(name)!;
    const reference = seen.get("plaitc build")!;
    expect(prompts).toEqual(reference.prompts);
    expect(statuses).toEqual(reference.statuses);
    expect(prompts.filter((prompt) => !prompt.includes("FAIL"))).toHaveLength(3 * 2 + 2 + 2);
    expect(peakInFlight).toBe(3 * 2 + 1);
    expect(reference.peakInFlight).toBe(peakInFlight);
  });

  test("stack traces point into the source", () => {
    const { lines } = seen.get(name)!;
    const { stack } = lines.at(-1) as { stack: string };
    expect(stack).toMatch(/helper\.ts:7:\d+/);
    expect(stack).toMatch(/pipeline\.ts:29:\d+/);
  });
});
