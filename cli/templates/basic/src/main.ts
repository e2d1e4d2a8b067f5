import { defineResources } from "plait";
import { Digest } from "./pipeline.js";

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

export const digest = process.env["OPENAI_API_KEY"] ? new Digest().bind(hosted) : new Digest().bind(simulated);

const sample =
  "The harbour froze in January, and no ship came in for six weeks. The town lived on what it had stored. " +
  "People shared bread and coal, and the school was closed to save both. " +
  "When the ice broke in March, the first ship brought flour, and the whole town stood on the quay.";
console.log(await digest(process.argv[2] ?? sample));
await digest.close();
