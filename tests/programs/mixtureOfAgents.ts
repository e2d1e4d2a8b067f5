/** Mixture of agents: layers of models that see what the layer before them said, and one that puts it together. */
import { LLMInference, Module } from "plait";

export class Agent extends Module {
  writer: LLMInference;
  polisher = new LLMInference({ alias: "polisher", systemPrompt: "Correct the text; change nothing else." });

  constructor(alias: string) {
    super();
    this.writer = new LLMInference({ alias, systemPrompt: "Answer; make use of what others said." });
  }

  forward(question: string, others: string[]): string {
    const seen = others.map((text, i) => `${i + 1}. ${text}`).join("\n");
    const draft = this.writer(seen === "" ? question : `${question}\n\nOthers said:\n${seen}`);
    return this.polisher(draft);
  }
}

export class MixtureOfAgents extends Module {
  layers = [
    [new Agent("small"), new Agent("medium"), new Agent("large")],
    [new Agent("medium"), new Agent("large")],
    [new Agent("small"), new Agent("large")],
  ];
  aggregator = new LLMInference({ alias: "aggregator", systemPrompt: "Put the answers together into the best one." });
  critic = new LLMInference({ alias: "critic", systemPrompt: "How far do the answers differ? Answer in a word." });

  forward(question: string) {
    let answers: string[] = [];
    const spread: string[] = [];
    for (const layer of this.layers) {
      const before = answers;
      answers = layer.map((agent) => agent(question, before));
      spread.push(this.critic(answers.join("\n---\n")));
    }
    return { answer: this.aggregator(`${question}\n\n${answers.join("\n")}`), spread };
  }
}
