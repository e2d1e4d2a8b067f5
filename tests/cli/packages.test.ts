/** A package of pipelines that was compiled on its own, used by a project that knows its types and its plans. */
import { cpSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeProject, node, plaitc, removeProjects } from "./project.js";

const WAIT = `import { Module } from "plait";
/** Notes how many of its calls run at once. */
export class Wait extends Module {
  static running = 0;
  static most = 0;
  async forward(text: string): Promise<string> {
    Wait.most = Math.max(Wait.most, ++Wait.running);
    await new Promise((resolve) => setTimeout(resolve, 20));
    Wait.running--;
    return text;
  }
}
`;
const REVIEW = `import { Module } from "plait";
import { Wait } from "./wait.js";
export class Review extends Module {
  wait = new Wait();
  forward(doc: string): string {
    const text = this.wait(doc);
    return \`review of \${text}\`;
  }
  static best(review: Review, doc: string): string {
    return review(\`best \${doc}\`);
  }
}
export function ask(review: Review, doc: string): string {
  return review(\`\${doc}?\`);
}
`;
const NOTE = `import { Module } from "plait";
import { Wait } from "./wait.js";
export class Note extends Module {
  wait = new Wait();
  forward(into: string[], doc: string): string {
    const text = this.wait(doc);
    into.push(text);
    return text;
  }
}
`;
const MAIN = `import { Module } from "plait";
import { ask, Note, Review } from "steps";
export class Main extends Module {
  review = new Review();
  note = new Note();
  forward(doc: string): string[] {
    const list: string[] = [];
    const first = this.review(doc);
    const second = ask(this.review, doc);
    const third = Review.best(this.review, doc);
    const noted = this.note(list, doc);
    return [first, second, third, noted, list.join()];
  }
}
`;
const RUN = `import { Main } from "./dist/main.js";
import { Wait } from "steps";
const values = await new Main().bind({ endpoints: {} })("doc");
console.log(JSON.stringify({ values, most: Wait.most }));
`;

let project = "";
beforeAll(() => {
  project = makeProject({ "src/main.ts": MAIN, "run.mjs": RUN });
  const steps = makeProject({
    "package.json": JSON.stringify({
      name: "steps",
      type: "module",
      exports: { ".": { types: "./dist/index.d.ts", import: "./dist/index.js" } },
    }),
    "src/index.ts": `export { Wait } from "./wait.js";\nexport * from "./review.js";\nexport { Note } from "./note.js";\n`,
    "src/wait.ts": WAIT,
    "src/review.ts": REVIEW,
    "src/note.ts": NOTE,
  });
  expect(plaitc(steps, "build")).toMatchObject({ code: 0 });
  for (const name of ["package.json", "dist"])
    cpSync(path.join(steps, name), path.join(project, "node_modules/steps", name), { recursive: true });
});
afterAll(removeProjects);

test("its plans say what its classes and functions do", () => {
  const plans = ["review", "note"].flatMap(
    (name) =>
      JSON.parse(readFileSync(path.join(project, `node_modules/steps/dist/${name}.plan.json`), "utf8")) as object[],
  );
  expect(plans).toMatchObject([
    { module: "Review", methods: { forward: {}, "static best": {} } },
    { module: "ask", isFunction: true, methods: { ask: {} } },
    { module: "Note", methods: { forward: { writes: true } } },
  ]);
});

test("its calls overlap, and what one of them writes is read after it", () => {
  const built = plaitc(project, "build");
  expect(built.code, built.out + built.err).toBe(0);
  // Nothing is left to find out when it runs; the one that writes is named.
  expect(built.out).not.toMatch(/PLT2009/);
  const ran = node(project, "run.mjs");
  expect(ran.err).toBe("");
  expect(JSON.parse(ran.out)).toEqual({
    values: ["review of doc", "review of doc?", "review of best doc", "doc", "doc"],
    most: 4,
  });
});

test("without plans its functions are found when it runs", () => {
  for (const name of ["review", "note"]) rmSync(path.join(project, `node_modules/steps/dist/${name}.plan.json`));
  const built = plaitc(project, "build", "--outDir", "dist");
  expect(built.code, built.out + built.err).toBe(0);
  const [plan] = JSON.parse(readFileSync(path.join(project, "dist/main.plan.json"), "utf8")) as [
    { methods: { forward: { nodes: { kind: string; label: string }[] } } },
  ];
  expect(plan.methods.forward.nodes.filter((n) => n.kind === "method").map((n) => n.label)).toEqual([
    "second",
    "third",
  ]);
  const ran = node(project, "run.mjs");
  expect(ran.err).toBe("");
  const { values } = JSON.parse(ran.out) as { values: string[] };
  expect(values.slice(0, 4)).toEqual(["review of doc", "review of doc?", "review of best doc", "doc"]);
});
