/** Retrieval-augmented answering: several queries, several passages each, the best of them in the prompt. */
import { LLMInference, Module } from "plait";

export class Search extends Module {
  constructor(readonly lookup: (query: string) => Promise<string>) {
    super();
  }

  async forward(query: string): Promise<string[]> {
    return (await this.lookup(query)).split("\n");
  }
}

export class Rag extends Module {
  rewriter = new LLMInference({
    alias: "rewriter",
    systemPrompt: "Write search queries for the question, one a line.",
  });
  grader = new LLMInference({ alias: "grader", systemPrompt: "Rate from 0 to 9 how well the passage helps." });
  writer = new LLMInference({ alias: "writer", systemPrompt: "Answer from the numbered passages, and cite them." });
  checker = new LLMInference({ alias: "checker", systemPrompt: "Does the passage say so? Answer yes or no." });
  search: Search;

  constructor(lookup: (query: string) => Promise<string>) {
    super();
    this.search = new Search(lookup);
  }

  forward(question: string, keep: number) {
    const queries = [question, ...this.rewriter(question).split("\n")];
    const passages = queries.flatMap((query) => this.search(query));
    const graded = passages.map((passage) => ({
      passage,
      grade: Number(this.grader(`${question}\n${passage}`)),
    }));
    const best = graded.sort((a, b) => b.grade - a.grade).slice(0, keep);

    const answer = this.writer(`${question}\n${best.map(({ passage }, i) => `[${i + 1}] ${passage}`).join("\n")}`);
    const supported = best.map(({ passage }) => this.checker(`${passage}\nsays: ${answer}`) === "yes");
    return { answer, sources: best.filter((_, i) => supported[i]).map(({ passage }) => passage) };
  }
}
