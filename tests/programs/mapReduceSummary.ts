/** Map-reduce summary: every paragraph by itself, then summaries in groups until one is left. */
import { LLMInference, Module } from "plait";

export class MapReduceSummary extends Module {
  summarizer = new LLMInference({ alias: "summarizer", systemPrompt: "Summarize the paragraph in one sentence." });
  combiner = new LLMInference({ alias: "combiner", systemPrompt: "Combine the sentences into one." });
  titler = new LLMInference({ alias: "titler", systemPrompt: "Give the document a title." });

  forward(document: string, groupSize: number) {
    const paragraphs = document.split("\n\n");
    const title = this.titler(paragraphs[0] ?? "");

    let summaries = paragraphs.map((paragraph) => this.summarizer(paragraph));
    while (summaries.length > 1) {
      const combined: string[] = [];
      for (let i = 0; i < summaries.length; i += groupSize) {
        combined.push(this.combiner(summaries.slice(i, i + groupSize).join("\n")));
      }
      summaries = combined;
    }
    return `${title}\n${summaries[0]}`;
  }
}
