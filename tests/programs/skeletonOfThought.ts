/** Skeleton of thought: an outline first, then all points at once, each expanded, checked and cut by a child. */
import { LLMInference, Module } from "plait";

export class Point extends Module {
  expander = new LLMInference({ alias: "expander", systemPrompt: "Write a paragraph about the point." });
  checker = new LLMInference({ alias: "checker", systemPrompt: "Is the paragraph about the point? yes or no." });
  shortener = new LLMInference({ alias: "shortener", systemPrompt: "Cut the paragraph by half." });

  forward(point: string, summary: string): string {
    const paragraph = this.expander(point);
    if (this.checker(`${point}\n${paragraph}`) === "no") return point;
    return this.shortener(`${paragraph}\nThe text as a whole says: ${summary}`);
  }
}

export class SkeletonOfThought extends Module {
  outliner = new LLMInference({ alias: "outliner", systemPrompt: "List the points of an answer, one a line." });
  summarizer = new LLMInference({ alias: "summarizer", systemPrompt: "Summarize the outline in one sentence." });
  opener = new LLMInference({ alias: "opener", systemPrompt: "Write an opening." });
  closer = new LLMInference({ alias: "closer", systemPrompt: "Write a closing." });
  point = new Point();

  async forward(question: string): Promise<string> {
    const outline = await this.outliner(question);
    const summary = await this.summarizer(outline);
    const opening = await this.opener(`${question}\n${summary}`);

    const sections: string[] = [];
    for (const [i, point] of outline.split("\n").entries()) {
      const text = await this.point(point, summary);
      sections.push(`${i + 1}. ${text}`);
    }
    const closing = await this.closer(`${opening}\n${sections.length} points`);
    return [opening, ...sections, closing].join("\n\n");
  }
}
