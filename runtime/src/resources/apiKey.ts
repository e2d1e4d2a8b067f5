/** Finds the API key of a hosted endpoint, when it is bound and before any call. */
import type { Env } from "../env.js";
import { PlaitError } from "../errors.js";
import type { HostedEndpoint } from "./config.js";
import { Secret } from "./secret.js";

const VARIABLE = { openai: "OPENAI_API_KEY", anthropic: "ANTHROPIC_API_KEY" } as const;
const KEYLESS = "none"; // the SDKs insist on a key; servers without keys ignore it

/**
 * The key from `apiKey`, else from the environment. A server on this machine needs none. A key from the
 * environment is not sent to another machine over plain http.
 *
 * @throws PlaitError PLT1032 when there is no key.
 */
export function apiKeyOf(alias: string, endpoint: HostedEndpoint, env: Env): Secret {
  if (endpoint.apiKey !== undefined) return new Secret(endpoint.apiKey);
  if (endpoint.provider === "ollama") return new Secret(KEYLESS);
  const url = endpoint.baseUrl === undefined ? undefined : new URL(endpoint.baseUrl);
  const local = url !== undefined && isLoopback(url.hostname);
  const variable = VARIABLE[endpoint.provider];
  const found = env.variable(variable)?.trim();
  const plain = url !== undefined && url.protocol === "http:" && !local;
  if (found && !plain) return new Secret(found);
  if (local) return new Secret(KEYLESS);
  const where = url === undefined ? "" : ` at ${url.host}`;
  throw new PlaitError(
    "PLT1032",
    found
      ? `endpoint "${alias}"${where} is reached over plain http, so the key in ${variable} is not sent to it. Use https, or set apiKey for this endpoint; apiKey: "none" for a server that needs none.`
      : `endpoint "${alias}" (${endpoint.provider}${where}) has no API key. Set the environment variable ${variable}, or apiKey in the endpoint.` +
          (url === undefined ? "" : ` For a server that needs none, write apiKey: "none".`),
  );
}

/** Whether `hostname`, as `URL` gives it, is this machine. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}
