/** Which models the briefing runs on: what the environment offers, else a simulated model. */
import { defineResources } from "plait";

export interface Chosen {
  /** For a person: which model, and why. */
  label: string;
  resources: ReturnType<typeof openai> | ReturnType<typeof anthropic> | ReturnType<typeof ollama>;
}

const openai = (baseUrl?: string) =>
  defineResources({
    endpoints: {
      fast: { provider: "openai", model: "gpt-4o-mini", maxConcurrent: 20, ...(baseUrl ? { baseUrl } : {}) },
      smart: { provider: "openai", model: "gpt-4o", maxConcurrent: 10, ...(baseUrl ? { baseUrl } : {}) },
    },
  });

const anthropic = () =>
  defineResources({
    endpoints: {
      fast: { provider: "anthropic", model: "claude-haiku-4-5", maxConcurrent: 10 },
      smart: { provider: "anthropic", model: "claude-sonnet-4-5", maxConcurrent: 5 },
    },
  });

const ollama = (model: string) =>
  defineResources({
    endpoints: {
      fast: { provider: "ollama", model, maxConcurrent: 4 },
      smart: { provider: "ollama", model, maxConcurrent: 4 },
    },
  });

/** `simulate` starts a simulated model that speaks OpenAI's protocol, and gives its address. */
export async function chooseResources(
  env: Readonly<Record<string, string | undefined>>,
  simulate: () => Promise<string>,
): Promise<Chosen> {
  if (env["ANTHROPIC_API_KEY"]) return { label: "Anthropic (ANTHROPIC_API_KEY is set)", resources: anthropic() };
  if (env["OPENAI_API_KEY"]) return { label: "OpenAI (OPENAI_API_KEY is set)", resources: openai() };
  const model = await ollamaModel();
  if (model) return { label: `Ollama on this machine (${model})`, resources: ollama(model) };
  const url = await simulate();
  return { label: `a simulated model over HTTP at ${url} (no key found)`, resources: openai(`${url}/v1`) };
}

/** The first model of an Ollama on its usual port, where one runs. */
async function ollamaModel(): Promise<string | undefined> {
  try {
    const response = await fetch("http://127.0.0.1:11434/api/tags", { signal: AbortSignal.timeout(300) });
    const { models } = (await response.json()) as { models: { name: string }[] };
    return models[0]?.name;
  } catch {
    return undefined;
  }
}
