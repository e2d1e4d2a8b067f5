import { pipelineCase } from "../harness/pipelineCase.js";

export const selfConsistency = pipelineCase({
  name: "selfConsistency",
  title: "Self-consistency: sample, extract, vote, explain",
  make: (file: typeof import("../selfConsistency.js")) => new file.SelfConsistency(),
  inputs: [
    ["What is 17 times 23?", 8],
    ["How many primes are below 30?", 1],
  ],
  answers: { extractor: (_, pick) => String(390 + pick(3)) },

  async twin(model, problem, samples) {
    const attempts = await Promise.all(
      Array.from({ length: samples }, async (_, i) => {
        const reasoning = await model.ask("solver", `${problem}\nAttempt ${i + 1}`);
        return { reasoning, answer: await model.ask("extractor", reasoning) };
      }),
    );
    const votes = new Map<string, number>();
    for (const { answer } of attempts) votes.set(answer, (votes.get(answer) ?? 0) + 1);
    const most = Math.max(...votes.values());
    const [winner] = [...votes].find(([, count]) => count === most) as [string, number];
    const supporting = attempts.filter(({ answer }) => answer === winner);
    const explanation = await model.ask("explainer", supporting.map(({ reasoning }) => reasoning).join("\n---\n"));
    return { answer: winner, agreement: most / samples, explanation };
  },
});
