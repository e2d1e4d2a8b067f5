import { pipelineCase } from "../harness/pipelineCase.js";

const LAYERS = [
  ["small", "medium", "large"],
  ["medium", "large"],
  ["small", "large"],
];

export const mixtureOfAgents = pipelineCase({
  name: "mixtureOfAgents",
  title: "Mixture of agents: layers of modules in arrays",
  make: (file: typeof import("../mixtureOfAgents.js")) => new file.MixtureOfAgents(),
  inputs: [["What makes a good teacher?"]],
  answers: {},

  async twin(model, question) {
    let answers: string[] = [];
    const spread: Promise<string>[] = [];
    for (const layer of LAYERS) {
      const seen = answers.map((text, i) => `${i + 1}. ${text}`).join("\n");
      answers = await Promise.all(
        layer.map(async (alias) => {
          const draft = await model.ask(alias, seen === "" ? question : `${question}\n\nOthers said:\n${seen}`);
          return model.ask("polisher", draft);
        }),
      );
      spread.push(model.ask("critic", answers.join("\n---\n")));
    }
    const answer = await model.ask("aggregator", `${question}\n\n${answers.join("\n")}`);
    return { answer, spread: await Promise.all(spread) };
  },
});
