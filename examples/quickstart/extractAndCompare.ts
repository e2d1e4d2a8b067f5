import { LLMInference, Module, Parameter } from "plait";

/** Two extractions at once, then a comparison of both. */
export class ExtractAndCompare extends Module {
  style = new Parameter("Highlight key similarities and differences.", { description: "Style of the comparison." });
  extractor = new LLMInference({ alias: "fast", systemPrompt: "Extract the main facts as a bulleted list." });
  comparer = new LLMInference({ alias: "smart", systemPrompt: this.style });

  forward(doc1: string, doc2: string): string {
    const facts1 = this.extractor(doc1);
    const facts2 = this.extractor(doc2);
    return this.comparer(`Compare:\n${facts1}\n\nvs:\n${facts2}`);
  }
}
