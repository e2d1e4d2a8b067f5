/** The address of a hosted endpoint that names none: the variables that the official SDKs read, too. */
import type { Env } from "../env.js";
import type { ResourceConfig, EndpointConfig } from "./config.js";

const VARIABLE: Partial<Record<string, string>> = { openai: "OPENAI_BASE_URL", anthropic: "ANTHROPIC_BASE_URL" };

/** `config` with `baseUrl` from `OPENAI_BASE_URL` or `ANTHROPIC_BASE_URL` where an endpoint has none of its own. */
export function withBaseUrls(config: ResourceConfig, env: Env): ResourceConfig {
  const endpoints: Record<string, EndpointConfig> = {};
  for (const alias of Object.keys(config.endpoints)) {
    const endpoint = config.endpoints[alias] as EndpointConfig;
    const hosted = "client" in endpoint ? undefined : endpoint;
    const variable =
      hosted && "baseUrl" in hosted && hosted.baseUrl !== undefined ? undefined : VARIABLE[hosted?.provider ?? ""];
    const baseUrl = variable === undefined ? undefined : env.variable(variable)?.trim();
    endpoints[alias] = baseUrl ? ({ ...endpoint, baseUrl } as EndpointConfig) : endpoint;
  }
  return { ...config, endpoints };
}
