/** Self-consistency: several attempts at a problem, the answer that most of them agree on. */
import { LLMInference, Module } from "plait";

interface Attempt {
  reasoning: string;
  answer: string;
}

export class SelfConsistency extends Module {
  solver = new LLMInference({ alias: "solver", systemPrompt: "Think step by step.", temperature: 0.9 });
  extractor = new LLMInference({ alias: "extractor", systemPrompt: "Give the final answer and nothing else." });
  explainer = new LLMInference({ alias: "explainer", systemPrompt: "Explain the solution to a pupil." });

  async forward(problem: string, samples: number) {
    const attempts: Attempt[] = [];
    for (let i = 1; i <= samples; i++) {
      const reasoning = await this.solver(`${problem}\nAttempt ${i}`);
      const answer = await this.extractor(reasoning);
      attempts.push({ reasoning, answer });
    }

    const votes = new Map<string, number>();
    for (const { answer } of attempts) votes.set(answer, (votes.get(answer) ?? 0) + 1);
    let winner = "";
    let most = 0;
    for (const [answer, count] of votes) {
      if (count > most) {
        winner = answer;
        most = count;
      }
    }
    const supporting = attempts.filter((attempt) => attempt.answer === winner);
    const explanation = await this.explainer(supporting.map((attempt) => attempt.reasoning).join("\n---\n"));
    return { answer: winner, agreement: most / samples, explanation };
  }
}
