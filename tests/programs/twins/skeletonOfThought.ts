import { pipelineCase } from "../harness/pipelineCase.js";

export const skeletonOfThought = pipelineCase({
  name: "skeletonOfThought",
  title: "Skeleton of thought: outline, then all points in a child module",
  make: (file: typeof import("../skeletonOfThought.js")) => new file.SkeletonOfThought(),
  inputs: [["How does a sail work?"]],
  answers: {
    outliner: () => Array.from({ length: 6 }, (_, i) => `point ${i + 1}`).join("\n"),
    checker: (prompt) => (prompt.startsWith("point 4") ? "no" : "yes"),
  },

  async twin(model, question) {
    const outline = await model.ask("outliner", question);
    const summary = model.ask("summarizer", outline);
    const opening = summary.then((text) => model.ask("opener", `${question}\n${text}`));
    const points = outline.split("\n");
    const closing = opening.then((text) => model.ask("closer", `${text}\n${points.length} points`));

    const sections = await Promise.all(
      points.map(async (point, i) => {
        const paragraph = await model.ask("expander", point);
        if ((await model.ask("checker", `${point}\n${paragraph}`)) === "no") return `${i + 1}. ${point}`;
        const whole = `${paragraph}\nThe text as a whole says: ${await summary}`;
        return `${i + 1}. ${await model.ask("shortener", whole)}`;
      }),
    );
    return [await opening, ...sections, await closing].join("\n\n");
  },
});
