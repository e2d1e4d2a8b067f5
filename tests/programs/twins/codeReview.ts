import { pipelineCase } from "../harness/pipelineCase.js";

const check = (_: string, pick: (n: number) => number): string => (pick(3) === 0 ? "none" : `problem ${pick(1000)}`);
const fileOf = (name: string) => ({ path: `src/${name}.ts`, text: `export function ${name}() {}` });

export const codeReview = pipelineCase({
  name: "codeReview",
  title: "Code review: files × checks, filtered, confirmed, fixed",
  make: (file: typeof import("../codeReview.js")) => new file.CodeReview(),
  inputs: [[["open", "parse", "render", "close"].map(fileOf)], [[]]],
  answers: {
    security: check,
    performance: check,
    naming: check,
    skeptic: (_, pick) => (pick(3) === 0 ? "no" : "yes"),
  },

  async twin(model, files) {
    // Each finding goes its own way from check to fix; nothing waits for its neighbours.
    const followed = await Promise.all(
      files.map(async ({ path, text }) => {
        const purpose = await model.ask("explainer", text);
        return Promise.all(
          ["security", "performance", "naming"].map(async (name) => {
            const problem = await model.ask(name, `${purpose}\n\n${text}`);
            if (problem === "none") return { found: 0 };
            if ((await model.ask("skeptic", `${path}: ${problem}`)) !== "yes") return { found: 1 };
            return { found: 1, fixed: { path, problem, fix: await model.ask("fixer", `${path}: ${problem}`) } };
          }),
        );
      }),
    );
    const findings = followed.flat();
    const fixes = findings.flatMap(({ fixed }) => fixed ?? []);
    const dismissed = findings.reduce((sum, { found }) => sum + found, 0) - fixes.length;
    const list = fixes.map(({ path, problem, fix }) => `${path}: ${problem}\n${fix}`).join("\n");
    return { review: await model.ask("editor", list), fixes, dismissed };
  },
});
