import { LLMInference, Module, Parameter } from "plait";

/** Two stages: summarize, then analyze the summary. */
export class SummarizeAndAnalyze extends Module {
  instructions = new Parameter("Be concise and highlight key insights.", {
    description: "Controls the style of the analysis.",
  });
  summarizer = new LLMInference({ alias: "fast", systemPrompt: "Summarize the input text concisely." });
  analyzer = new LLMInference({ alias: "smart", systemPrompt: this.instructions });

  forward(text: string): string {
    const summary = this.summarizer(text);
    return this.analyzer(`Analyze this summary:\n${summary}`);
  }
}
