import { LLMInference, Module } from "plait";

/** Answers a question from two sides and weighs them. */
export class Debate extends Module {
  supporter = new LLMInference({ alias: "fast", systemPrompt: "Argue in favour, in three sentences." });
  critic = new LLMInference({ alias: "fast", systemPrompt: "Argue against, in three sentences." });
  judge = new LLMInference({ alias: "smart", systemPrompt: "Weigh the arguments and answer the question." });

  forward(question: string): string {
    // The two do not need each other, so they run at the same time.
    const pro = this.supporter(question);
    const contra = this.critic(question);
    return this.judge(`Question: ${question}\n\nFor:\n${pro}\n\nAgainst:\n${contra}`);
  }
}
