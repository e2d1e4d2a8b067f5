import { pipelineCase } from "../harness/pipelineCase.js";

/** Critics are content with what has been revised often enough. */
const contentAfter =
  (revisions: number) =>
  (draft: string, pick: (n: number) => number): string =>
    draft.includes(`revision ${revisions}`) ? "OK" : `complaint ${pick(1000)}`;

export const reflection = pipelineCase({
  name: "reflection",
  title: "Reflection: draft, two critics, revise until good",
  make: (file: typeof import("../reflection.js")) => new file.Reflection(),
  inputs: [
    ["the sea", 5],
    ["the desert", 1],
    ["the moon", 0],
  ],
  answers: {
    factChecker: contentAfter(2),
    styleCritic: contentAfter(2),
    reviser: (prompt, pick) => {
      const revision = Number(/revision (\d)/.exec(prompt)?.[1] ?? 0) + 1;
      return `revision ${revision} of ${pick(1000)}`;
    },
  },

  async twin(model, topic, maxRevisions) {
    const picture = model.ask("illustrator", topic);
    let draft = await model.ask("author", topic);
    const lengths = [draft.length];
    let content = false;
    for (let revision = 0; revision < maxRevisions && !content; revision++) {
      const critiques = await Promise.all([
        model.ask("factChecker", draft),
        model.ask("styleCritic", `Topic: ${topic}\n${draft}`),
      ]);
      const complaints = critiques.filter((critique) => critique !== "OK");
      content = complaints.length === 0;
      if (content) break;
      draft = await model.ask("reviser", `${draft}\n\nCritics:\n${complaints.join("\n")}`);
      lengths.push(draft.length);
    }
    return { title: await model.ask("titler", draft), draft, content, lengths, picture: await picture };
  },
});
