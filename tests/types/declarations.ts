/** What `tsc --declaration` writes for a pipeline that somebody publishes. */
import { LLMInference, Module, ModuleList, Parameter } from "plait";
import { endpoint } from "./expect.js";

export class Published extends Module {
  style = new Parameter("short", { description: "Style." });
  extractor = new LLMInference({ alias: "fast", systemPrompt: this.style });
  steps = new ModuleList([new LLMInference({ alias: "smart" })]);
  forward(document: string) {
    return this.steps.map((step) => step(this.extractor(document)));
  }
}
export const published = new Published().bind({ endpoints: { fast: endpoint, smart: endpoint } });
