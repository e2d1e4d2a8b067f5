/** Opens the client of an endpoint and loads its SDK only then, so that a pipeline needs no SDK it does not use. */
import type { Env } from "../env.js";
import { PlaitError } from "../errors.js";
import type { EndpointConfig } from "../resources/config.js";
import type { Secret } from "../resources/secret.js";
import type { HostedSettings } from "./hosted.js";
import type { LLMClient } from "./types.js";

const OLLAMA = "http://127.0.0.1:11434/v1";

/**
 * The client for `config`. `key` is there for hosted endpoints.
 *
 * @throws PlaitError PLT1034 when the SDK that the provider needs is not installed.
 */
export async function openClient(config: EndpointConfig, key: Secret | undefined, env: Env): Promise<LLMClient> {
  switch (config.provider) {
    case undefined:
      return config.client;
    case "simulated": {
      const { SimulatedClient } = await import("./simulated.js");
      return new SimulatedClient(config.simulate, env);
    }
    case "anthropic": {
      const { AnthropicClient } = await load("@anthropic-ai/sdk", "anthropic", () => import("./anthropic.js"));
      return new AnthropicClient(settings(config.baseUrl));
    }
    case "openai":
    case "ollama": {
      const { OpenAIClient } = await load("openai", config.provider, () => import("./openai.js"));
      const fallback = config.provider === "ollama" ? OLLAMA : undefined;
      return new OpenAIClient(settings(config.baseUrl ?? fallback));
    }
  }

  function settings(baseUrl: string | undefined): HostedSettings {
    const headers = (config as { headers?: Readonly<Record<string, string>> }).headers ?? {};
    return { baseUrl, key: key!, headers, env };
  }
}

async function load<T>(sdk: string, provider: string, importer: () => Promise<T>): Promise<T> {
  try {
    return await importer();
  } catch (error) {
    throw new PlaitError(
      "PLT1034",
      `provider "${provider}" needs the package ${sdk}, which could not be loaded. Install it: npm i ${sdk}`,
      { cause: error },
    );
  }
}
