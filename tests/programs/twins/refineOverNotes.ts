import { pipelineCase } from "../harness/pipelineCase.js";

export const refineOverNotes = pipelineCase({
  name: "refineOverNotes",
  title: "Refine over notes: a carried summary, notes cleaned ahead",
  make: (file: typeof import("../refineOverNotes.js")) => new file.RefineOverNotes(),
  inputs: [
    ["the expedition", ["day 1", "day 2", "hm", "day 3", "day 4", "day 5"]],
    ["nothing at all", []],
  ],
  answers: {
    cleaner: (note) => (note === "hm" ? "nothing" : `clean ${note}`),
    entities: (_, pick) => `Amundsen, Person ${pick(5)}, Person ${pick(7)}`,
    grader: (_, pick) => String(pick(10)),
  },

  async twin(model, subject, notes) {
    const cleaned = notes.map((note) => model.ask("cleaner", note));
    const named = cleaned.map(async (text) => {
      const clean = await text;
      return clean === "nothing" ? [] : (await model.ask("entities", clean)).split(", ");
    });

    const versions: string[] = [];
    const grading: Promise<number>[] = [];
    const keep = (version: string): void => {
      versions.push(version);
      grading.push(model.ask("grader", version).then(Number));
    };
    let summary = await model.ask("opener", subject);
    keep(summary);
    for (const text of cleaned) {
      const clean = await text;
      if (clean === "nothing") continue;
      summary = await model.ask("refiner", `${summary}\n\nNote: ${clean}`);
      keep(summary);
    }
    const [names, grades] = await Promise.all([Promise.all(named), Promise.all(grading)]);
    const densest = versions[grades.indexOf(Math.max(...grades))];
    return { summary, densest, names: [...new Set(names.flat())] };
  },
});
