/** A panel: every judge rates every candidate twice, the best mean wins, and each candidate hears why. */
import { LLMInference, Module } from "plait";

/** One judge's rating: a critique first, then the number that it amounts to. */
export class Judge extends Module {
  critic: LLMInference;
  rater: LLMInference;

  constructor(name: string, standard: string) {
    super();
    this.critic = new LLMInference({ alias: `${name}Critic`, systemPrompt: `Criticize the text by its ${standard}.` });
    this.rater = new LLMInference({ alias: `${name}Rater`, systemPrompt: "Turn the critique into a number to 100." });
  }

  forward(task: string, text: string) {
    const critique = this.critic(`${task}\n\n${text}`);
    return { critique, points: Number(this.rater(critique)) };
  }
}

export class JudgePanel extends Module {
  writers = [
    new LLMInference({ alias: "poet", systemPrompt: "Write as a poet." }),
    new LLMInference({ alias: "reporter", systemPrompt: "Write as a reporter." }),
    new LLMInference({ alias: "teacher", systemPrompt: "Write as a teacher." }),
  ];
  judges = [new Judge("style", "style"), new Judge("truth", "accuracy"), new Judge("wit", "wit")];
  coach = new LLMInference({ alias: "coach", systemPrompt: "Tell the writer what to do better." });

  forward(task: string) {
    const rows = this.writers.map((writer) => {
      const text = writer(task);
      const ratings = this.judges.map((judge) => judge(task, text));
      const mean = ratings.reduce((sum, { points }) => sum + points, 0) / ratings.length;
      const advice = this.coach(`${text}\n\n${ratings.map(({ critique }) => critique).join("\n")}`);
      return { text, mean, advice };
    });
    const winner = rows.reduce((best, row) => (row.mean > best.mean ? row : best));
    return { winner: winner.text, mean: winner.mean, advice: rows.map((row) => row.advice) };
  }
}
