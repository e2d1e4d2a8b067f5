import type { Model } from "../harness/model.js";
import { pipelineCase } from "../harness/pipelineCase.js";

const points = (_: string, pick: (n: number) => number): string => String(pick(101));

/** The critique is there before the points are: two promises. */
function judge(model: Model, name: string, task: string, text: string) {
  const critique = model.ask(`${name}Critic`, `${task}\n\n${text}`);
  return { critique, points: critique.then(async (words) => Number(await model.ask(`${name}Rater`, words))) };
}

export const judgePanel = pipelineCase({
  name: "judgePanel",
  title: "Judge panel: judges × candidates, with advice",
  make: (file: typeof import("../judgePanel.js")) => new file.JudgePanel(),
  inputs: [["Describe the first snow."]],
  answers: { styleRater: points, truthRater: points, witRater: points },

  async twin(model, task) {
    const rows = await Promise.all(
      ["poet", "reporter", "teacher"].map(async (writer) => {
        const text = await model.ask(writer, task);
        const ratings = ["style", "truth", "wit"].map((name) => judge(model, name, task, text));
        const advised = async (): Promise<string> => {
          const critiques = await Promise.all(ratings.map((rating) => rating.critique));
          return model.ask("coach", `${text}\n\n${critiques.join("\n")}`);
        };
        const [all, advice] = await Promise.all([Promise.all(ratings.map((rating) => rating.points)), advised()]);
        return { text, mean: all.reduce((sum, one) => sum + one, 0) / all.length, advice };
      }),
    );
    const winner = rows.reduce((best, row) => (row.mean > best.mean ? row : best));
    return { winner: winner.text, mean: winner.mean, advice: rows.map((row) => row.advice) };
  },
});
