import { pipelineCase } from "../harness/pipelineCase.js";

const documentOf = (paragraphs: number): string =>
  Array.from({ length: paragraphs }, (_, i) => `Paragraph ${i + 1} of the report.`).join("\n\n");

export const mapReduceSummary = pipelineCase({
  name: "mapReduceSummary",
  title: "Map-reduce summary: a tree of groups",
  make: (file: typeof import("../mapReduceSummary.js")) => new file.MapReduceSummary(),
  inputs: [
    [documentOf(14), 3],
    [documentOf(1), 2],
    [documentOf(5), 2],
  ],
  answers: {},

  async twin(model, document, groupSize) {
    const paragraphs = document.split("\n\n");
    const title = model.ask("titler", paragraphs[0] ?? "");

    // Promises all the way: a group starts when its own members are there, not when the level is.
    let summaries = paragraphs.map((paragraph) => model.ask("summarizer", paragraph));
    while (summaries.length > 1) {
      const combined: Promise<string>[] = [];
      for (let i = 0; i < summaries.length; i += groupSize) {
        const group = Promise.all(summaries.slice(i, i + groupSize));
        combined.push(group.then((members) => model.ask("combiner", members.join("\n"))));
      }
      summaries = combined;
    }
    return `${await title}\n${await summaries[0]}`;
  },
});
