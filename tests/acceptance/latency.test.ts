/**
 * How close the compiled program comes to the best that a person could write by hand. Both run in turns in the
 * same process, so that what slows the machine down slows both; medians are compared. A machine may still be
 * busy with something else during one of them, so that a comparison that fails is repeated, at most twice.
 */
import { afterAll, expect, test } from "vitest";
import { removeProjects } from "../cli/project.js";
import { load, median, type Loaded } from "./support.js";

afterAll(removeProjects);

const ATTEMPTS = 3;
const REPETITIONS = 17;

type Run = () => Promise<unknown>;

async function timed(run: Run, expected: string): Promise<number> {
  const start = performance.now();
  const value = await run();
  const took = performance.now() - start;
  expect(value).toBe(expected);
  return took;
}

/** Median time of `compiled` over that of `optimum`, and the figures behind it. */
async function compareOnce(compiled: Run, optimum: Run, expected: string) {
  const times = { compiled: [] as number[], optimum: [] as number[] };
  for (let i = 0; i < REPETITIONS; i++) {
    // Who goes first changes, so that neither always runs on warmer caches.
    const order = i % 2 === 0 ? (["compiled", "optimum"] as const) : (["optimum", "compiled"] as const);
    for (const who of order) times[who].push(await timed(who === "compiled" ? compiled : optimum, expected));
  }
  const [ours, best] = [median(times.compiled), median(times.optimum)];
  return { ours, best, ratio: ours / best };
}

async function expectClose(
  name: string,
  compiled: Run,
  optimum: Run,
  expected: string,
  limit: number,
  atLeastMs: number,
): Promise<void> {
  for (let i = 0; i < 3; i++) await Promise.all([timed(compiled, expected), timed(optimum, expected)]); // warm
  for (let attempt = 1; ; attempt++) {
    const { ours, best, ratio } = await compareOnce(compiled, optimum, expected);
    const figures = `${name}: compiled ${ours.toFixed(2)} ms, by hand ${best.toFixed(2)} ms, ratio ${ratio.toFixed(4)} (limit ${limit}, attempt ${attempt})`;
    console.log(figures);
    expect(best).toBeGreaterThanOrEqual(atLeastMs - 1);
    if (ratio <= limit) return;
    if (attempt === ATTEMPTS) expect.fail(figures);
  }
}

/** `later(name, ms, x)`: a leaf's answer after a time. The hand-written programs call the same function. */
const LEAF = `import { Module } from "plait";
export const later = (name: string, ms: number, input: string): Promise<string> =>
  new Promise((resolve) => setTimeout(() => resolve(name + "(" + input + ")"), ms));
class Leaf extends Module {
  readonly label: string;
  readonly ms: number;
  constructor(label: string, ms: number) {
    super();
    this.label = label;
    this.ms = ms;
  }
  forward(input: string): Promise<string> {
    return later(this.label, this.ms, input);
  }
}
`;

type Later = (name: string, ms: number, input: string) => Promise<string>;
const laterOf = (exports: Loaded): Later => (exports as unknown as { later: Later }).later;

function bind(exports: Loaded, name: string): (...args: unknown[]) => Promise<unknown> {
  return new exports[name]!().bind({ endpoints: {} }) as never;
}

test("two skewed chains, 20 → 80 ms and 80 → 20 ms, take as long as by hand", async () => {
  const exports = await load(`${LEAF}
export class Chains extends Module {
  a1 = new Leaf("a1", 20);
  a2 = new Leaf("a2", 80);
  b1 = new Leaf("b1", 80);
  b2 = new Leaf("b2", 20);
  forward(doc: string): string {
    const a = this.a1(doc);
    const b = this.b1(doc);
    const c = this.a2(a);
    const d = this.b2(b);
    return \`\${c} \${d}\`;
  }
}
`);
  const later = laterOf(exports);
  const byHand = async (): Promise<string> => {
    const chain = async (x: string, ms1: number, y: string, ms2: number) => later(y, ms2, await later(x, ms1, "doc"));
    const [c, d] = await Promise.all([chain("a1", 20, "a2", 80), chain("b1", 80, "b2", 20)]);
    return `${c} ${d}`;
  };
  const chains = bind(exports, "Chains");
  // A barrier between the levels would make it 160 ms.
  await expectClose("two skewed chains", () => chains("doc"), byHand, "a2(a1(doc)) b2(b1(doc))", 1.02, 100);
});

test("three levels of nesting whose second argument is late: the critical path does not lengthen", async () => {
  const exports = await load(`${LEAF}
export class Inner extends Module {
  begin = new Leaf("begin", 40);
  finish = new Leaf("finish", 20);
  forward(early: string, late: string): string {
    const begun = this.begin(early);
    return this.finish(\`\${begun} \${late}\`);
  }
}
export class Middle extends Module {
  step = new Leaf("step", 40);
  inner = new Inner();
  forward(early: string, late: string): string {
    const stepped = this.step(early);
    return this.inner(stepped, late);
  }
}
export class Outer extends Module {
  quick = new Leaf("quick", 20);
  slow = new Leaf("slow", 100);
  middle = new Middle();
  forward(doc: string): string {
    const early = this.quick(doc);
    const late = this.slow(doc);
    return this.middle(early, late);
  }
}
`);
  const later = laterOf(exports);
  const byHand = async (): Promise<string> => {
    const [late, begun] = await Promise.all([
      later("slow", 100, "doc"),
      later("quick", 20, "doc").then(async (early) => later("begin", 40, await later("step", 40, early))),
    ]);
    return later("finish", 20, `${begun} ${late}`);
  };
  const outer = bind(exports, "Outer");
  // If a child waited for all its arguments, it would be 200 ms.
  await expectClose(
    "late argument, three levels",
    () => outer("doc"),
    byHand,
    "finish(begin(step(quick(doc))) slow(doc))",
    1.05,
    120,
  );
});

test("three levels of nesting whose results have an early and a late field: the parent goes on with the early one", async () => {
  const exports = await load(`${LEAF}
export class Inner extends Module {
  quick = new Leaf("quick", 20);
  slow = new Leaf("slow", 100);
  forward(doc: string) {
    return { early: this.quick(doc), late: this.slow(doc) };
  }
}
export class Middle extends Module {
  inner = new Inner();
  step = new Leaf("step", 40);
  forward(doc: string) {
    const { early, late } = this.inner(doc);
    return { early: this.step(early), late };
  }
}
export class Outer extends Module {
  middle = new Middle();
  go = new Leaf("go", 40);
  end = new Leaf("end", 20);
  forward(doc: string): string {
    const both = this.middle(doc);
    const gone = this.go(both.early);
    return this.end(\`\${gone} \${both.late}\`);
  }
}
`);
  const later = laterOf(exports);
  const byHand = async (): Promise<string> => {
    const [late, gone] = await Promise.all([
      later("slow", 100, "doc"),
      later("quick", 20, "doc").then(async (early) => later("go", 40, await later("step", 40, early))),
    ]);
    return later("end", 20, `${gone} ${late}`);
  };
  const outer = bind(exports, "Outer");
  await expectClose(
    "early field, three levels",
    () => outer("doc"),
    byHand,
    "end(go(step(quick(doc))) slow(doc))",
    1.05,
    120,
  );
});
