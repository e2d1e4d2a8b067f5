import { LLMInference, Module } from "plait";

/** Reads a text: what it says, its most telling sentences, and a title. */
export class Digest extends Module {
  summarizer = new LLMInference({ alias: "fast", systemPrompt: "Summarize the text in one sentence." });
  quoter = new LLMInference({ alias: "fast", systemPrompt: "List the two most telling sentences as bullets." });
  editor = new LLMInference({ alias: "smart", systemPrompt: "Give the text a title of at most six words." });

  forward(text: string): string {
    // The first two do not need each other, so they run at the same time; the title waits for the summary alone.
    const summary = this.summarizer(text);
    const quotes = this.quoter(text);
    const title = this.editor(`A title for:\n${summary}`);
    return `${title}\n\n${summary}\n\n${quotes}`;
  }
}
