import { defineResources } from "plait";
import { Debate } from "./pipeline.js";

const simulated = defineResources({
  endpoints: {
    fast: { provider: "simulated", model: "simulated-fast", simulate: { latencyMs: { min: 100, max: 300 } } },
    smart: { provider: "simulated", model: "simulated-smart", simulate: { latencyMs: { min: 200, max: 600 } } },
  },
});
const hosted = defineResources({
  endpoints: {
    fast: { provider: "openai", model: "gpt-4o-mini", maxConcurrent: 20 },
    smart: { provider: "openai", model: "gpt-4o", maxConcurrent: 5 },
  },
});

export const debate = process.env["OPENAI_API_KEY"] ? new Debate().bind(hosted) : new Debate().bind(simulated);

const question = process.argv[2] ?? "Should a small team write its own build tool?";
console.log(await debate(question));
await debate.close();
