import { LLMInference, Module } from "plait";

/** Three views of the same facts, all at once. */
export class MultiPerspectiveAnalysis extends Module {
  technical = new LLMInference({ alias: "fast", systemPrompt: "Analyze from a technical perspective." });
  business = new LLMInference({ alias: "fast", systemPrompt: "Analyze from a business perspective." });
  user = new LLMInference({ alias: "fast", systemPrompt: "Analyze from a user's perspective." });

  forward(facts: string) {
    return { technical: this.technical(facts), business: this.business(facts), user: this.user(facts) };
  }
}

/** Extract, look at it from three sides, report. */
export class DocumentProcessor extends Module {
  extractor = new LLMInference({ alias: "fast", systemPrompt: "Extract key facts." });
  analyzer = new MultiPerspectiveAnalysis();
  reporter = new LLMInference({ alias: "smart", systemPrompt: "Write a report." });

  forward(document: string): string {
    const facts = this.extractor(document);
    const views = this.analyzer(facts);
    return this.reporter(`Technical: ${views.technical}\nBusiness: ${views.business}\nUser: ${views.user}`);
  }
}
