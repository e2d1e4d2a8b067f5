/** Multi-hop question answering: search, read what was found, and ask the next question until nothing is missing. */
import { LLMInference, Module } from "plait";

export class Search extends Module {
  constructor(readonly lookup: (query: string) => Promise<string>) {
    super();
  }

  async forward(query: string): Promise<string[]> {
    return (await this.lookup(query)).split("\n");
  }
}

export class MultiHop extends Module {
  reader = new LLMInference({ alias: "reader", systemPrompt: "What does the page say about the question?" });
  verifier = new LLMInference({ alias: "verifier", systemPrompt: "Is the note believable? yes or no." });
  asker = new LLMInference({ alias: "asker", systemPrompt: "What must be looked up next? Say done if nothing." });
  answerer = new LLMInference({ alias: "answerer", systemPrompt: "Answer from the notes." });
  search: Search;

  constructor(lookup: (query: string) => Promise<string>) {
    super();
    this.search = new Search(lookup);
  }

  forward(question: string, maxHops: number) {
    const notes: string[] = [];
    const trusted: string[] = [];
    let query = question;
    let hops = 0;
    do {
      const pages = this.search(query);
      const found = pages.map((page) => this.reader(`${question}\n${page}`)).filter((note) => note !== "nothing");
      for (const note of found) trusted.push(this.verifier(note));
      notes.push(...found);
      query = this.asker(`${question}\n${notes.join("\n")}`);
      hops++;
    } while (query !== "done" && hops < maxHops);

    const answer = this.answerer(`${question}\n${notes.filter((_, i) => trusted[i] === "yes").join("\n")}`);
    return { answer, hops, notes: notes.length };
  }
}
