import { pipelineCase } from "../harness/pipelineCase.js";

export const treeOfThoughts = pipelineCase({
  name: "treeOfThoughts",
  title: "Tree of thoughts: propose, score, keep the best",
  make: (file: typeof import("../treeOfThoughts.js")) => new file.TreeOfThoughts(),
  inputs: [
    ["Make 24 from 4, 9, 10 and 13.", 3, 2],
    ["Make 10 from 5 and 2.", 0, 1],
  ],
  answers: {
    proposer: (_, pick) => Array.from({ length: 2 + pick(2) }, (_, i) => `step ${i}${pick(1000)}`).join("\n"),
    scorer: (_, pick) => String(pick(100)),
  },

  async twin(model, problem, depth, keep) {
    let frontier: { path: string[]; score: number }[] = [{ path: [], score: 0 }];
    for (let level = 0; level < depth; level++) {
      const thoughts = await Promise.all(
        frontier.map(async ({ path }) => {
          const steps = (await model.ask("proposer", [problem, ...path].join("\n"))).split("\n");
          return Promise.all(
            steps.map(async (step) => {
              const longer = [...path, step];
              return { path: longer, score: Number(await model.ask("scorer", [problem, ...longer].join("\n"))) };
            }),
          );
        }),
      );
      frontier = thoughts
        .flat()
        .sort((a, b) => b.score - a.score)
        .slice(0, keep);
    }
    return model.ask("solver", [problem, ...(frontier[0]?.path ?? [])].join("\n"));
  },
});
