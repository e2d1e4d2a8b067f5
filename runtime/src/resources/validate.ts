/**
 * Checks a resource configuration and reports all its problems at once, each with the path of the
 * setting. Values of `apiKey` and `headers` are never repeated in a message.
 */
import { PlaitError } from "../errors.js";
import { FAULT_KINDS } from "../simulate/options.js";
import type { ResourceConfig } from "./config.js";

type Report = (path: string, problem: string) => void;
type Check = (value: unknown) => string | undefined;
type Fields = Readonly<Record<string, Check>>;

const count =
  (min: number): Check =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= min
      ? undefined
      : `must be a whole number, ${min} or more; got ${shown(value)}`;
const number =
  (min: number, exclusive = false): Check =>
  (value) =>
    typeof value === "number" && Number.isFinite(value) && (exclusive ? value > min : value >= min)
      ? undefined
      : `must be a finite number${exclusive ? ` above ${min}` : `, ${min} or more`}; got ${shown(value)}`;
const text: Check = (value) =>
  typeof value === "string" && value !== "" ? undefined : `must be a text that is not empty; got ${shown(value)}`;
const anything: Check = () => undefined;

const LIMITS: Fields = {
  maxConcurrent: count(1),
  rpm: number(0, true),
  maxRetries: count(0),
  retryDelayMs: number(0),
  timeoutMs: number(0, true),
  inputCostPer1M: number(0),
  outputCostPer1M: number(0),
};
const HOSTED: Fields = {
  provider: anything,
  model: text,
  baseUrl: checkUrl,
  apiKey: (value) => (typeof value === "string" && value !== "" ? undefined : "must be a text that is not empty"),
  headers: checkHeaders,
  ...LIMITS,
};
const SIMULATED: Fields = { provider: anything, model: text, simulate: anything, ...LIMITS };
const CLIENT: Fields = { client: anything, provider: anything, model: text, ...LIMITS };
const SIMULATE: Fields = {
  seed: (value) => (Number.isSafeInteger(value) ? undefined : `must be a whole number; got ${shown(value)}`),
  latencyMs: checkLatency,
  msPerOutputToken: number(0),
  faults: anything,
  faultRate: (value) =>
    typeof value === "number" && value >= 0 && value <= 1 ? undefined : `must be between 0 and 1; got ${shown(value)}`,
};
const FAULT: Fields = {
  kind: (value) =>
    FAULT_KINDS.some((kind) => kind === value)
      ? undefined
      : `must be one of ${FAULT_KINDS.join(", ")}; got ${shown(value)}`,
  match: checkPattern,
  attempt: count(1),
  retryAfterS: number(0),
};
const TOP: Fields = { endpoints: anything, maxTotalConcurrent: count(1) };

const PROVIDERS = ["openai", "anthropic", "ollama", "simulated"];
const LATER_PROVIDERS = ["vllm", "sglang", "tgi", "trtllm", "llamacpp", "transformers", "litellm", "pie"];
const LATER = new Set([
  "rps",
  "tpm",
  "tier",
  "weight",
  "quotaGroup",
  "connectTimeoutMs",
  "firstByteTimeoutMs",
  "idleTimeoutMs",
  "strategy",
  "maxInflightRuns",
  "resultCache",
]);
const RENAMED: Readonly<Record<string, string>> = {
  rateLimit: "use rpm, requests per minute; a bare rate limit does not say per what",
  rate_limit: "use rpm, requests per minute; a bare rate limit does not say per what",
  base_url: "use baseUrl",
  baseURL: "use baseUrl",
  api_key: "use apiKey",
  max_concurrent: "use maxConcurrent",
  max_retries: "use maxRetries",
  retry_delay: "use retryDelayMs, in milliseconds",
  timeout: "use timeoutMs, in milliseconds",
  max_total_concurrent: "use maxTotalConcurrent",
};
const RESERVED = new Set(["__proto__", "constructor", "prototype", "then", "toString", "hasOwnProperty", "valueOf"]);

/**
 * Checks `config`, which may come from anywhere.
 *
 * @throws PlaitError PLT1033 that lists every problem as `endpoints.fast.rpm: …`.
 */
export function validateConfig(config: unknown): asserts config is ResourceConfig {
  const problems: string[] = [];
  const report: Report = (path, problem) => problems.push(path === "" ? problem : `${path}: ${problem}`);
  checkTop(config, report);
  if (problems.length === 0) return;
  const heading =
    problems.length === 1 ? "the resources have a mistake." : `the resources have ${problems.length} mistakes.`;
  throw new PlaitError("PLT1033", `${heading}\n${problems.map((line) => `  ${line}`).join("\n")}`);
}

function checkTop(config: unknown, report: Report): void {
  if (!isRecord(config)) return report("", `expected an object with endpoints, got ${shown(config)}`);
  checkFields(config, TOP, "", report);
  const { endpoints } = config;
  if (!Object.hasOwn(config, "endpoints") || endpoints === undefined)
    return report("endpoints", "is missing; write endpoints: { fast: { provider, model } }");
  if (!isRecord(endpoints))
    return report("endpoints", `must be an object of endpoints by alias; got ${shown(endpoints)}`);
  for (const alias of Object.keys(endpoints)) checkEndpoint(alias, endpoints[alias], report);
}

function checkEndpoint(alias: string, endpoint: unknown, report: Report): void {
  const path = `endpoints.${isPlainName(alias) ? alias : JSON.stringify(alias)}`;
  if (alias === "") report(path, "an alias must have a name");
  if (RESERVED.has(alias)) report(path, "this name is reserved by JavaScript; choose another alias");
  if (Array.isArray(endpoint)) return report(path, "a list of endpoints is not supported yet; give one endpoint");
  if (!isRecord(endpoint)) return report(path, `must be an object with provider and model; got ${shown(endpoint)}`);
  const { provider, client } = endpoint;
  if (client !== undefined) {
    if (provider !== undefined) report(path, "has both client and provider; keep one of them");
    if (typeof (client as { complete?: unknown } | null)?.complete !== "function")
      report(`${path}.client`, "must have a method complete(request, { signal })");
    return checkFields(endpoint, CLIENT, path, report);
  }
  if (!PROVIDERS.some((known) => known === provider)) {
    const hint = LATER_PROVIDERS.some((later) => later === provider)
      ? `${JSON.stringify(provider)} is not supported yet; for an OpenAI-compatible server use provider: "openai" with its baseUrl`
      : `must be one of ${PROVIDERS.join(", ")}, or give a client; got ${shown(provider)}`;
    report(`${path}.provider`, hint);
    return checkFields(endpoint, { ...HOSTED, ...SIMULATED }, path, report);
  }
  if (endpoint["model"] === undefined) report(`${path}.model`, "is missing");
  checkFields(endpoint, provider === "simulated" ? SIMULATED : HOSTED, path, report);
  if (provider === "simulated" && endpoint["simulate"] !== undefined)
    checkSimulate(endpoint["simulate"], `${path}.simulate`, report);
}

function checkSimulate(simulate: unknown, path: string, report: Report): void {
  if (!isRecord(simulate)) return report(path, `must be an object; got ${shown(simulate)}`);
  checkFields(simulate, SIMULATE, path, report);
  const { faults } = simulate;
  if (faults === undefined) return;
  if (!Array.isArray(faults)) return report(`${path}.faults`, `must be a list; got ${shown(faults)}`);
  faults.forEach((fault: unknown, index) => {
    const at = `${path}.faults[${index}]`;
    if (!isRecord(fault)) return report(at, `must be an object; got ${shown(fault)}`);
    if (fault["kind"] === undefined) report(`${at}.kind`, "is missing");
    checkFields(fault, FAULT, at, report);
  });
}

function checkFields(record: Record<string, unknown>, fields: Fields, path: string, report: Report): void {
  for (const key of Object.keys(record)) {
    const at = path === "" ? key : `${path}.${key}`;
    if (!Object.hasOwn(fields, key)) report(at, unknownKey(key, fields));
    else if (record[key] !== undefined) {
      const problem = fields[key]!(record[key]);
      if (problem !== undefined) report(at, problem);
    }
  }
}

function unknownKey(key: string, fields: Fields): string {
  if (LATER.has(key)) return "is not supported yet; remove it";
  if (Object.hasOwn(RENAMED, key)) return `is not a setting; ${RENAMED[key]}`;
  const wanted = key.toLowerCase().replaceAll("_", "");
  const near = Object.keys(fields).find((field) => field.toLowerCase() === wanted);
  return near
    ? `is not a setting; did you mean ${near}?`
    : `is not a setting here; known are ${Object.keys(fields).join(", ")}`;
}

function checkUrl(value: unknown): string | undefined {
  if (typeof value !== "string") return `must be an http or https address; got ${shown(value)}`;
  if (!URL.canParse(value)) return "must be an http or https address, for example http://127.0.0.1:8000/v1";
  const url = new URL(value);
  if (url.protocol !== "http:" && url.protocol !== "https:") return `must be http or https, not ${url.protocol}`;
  if (url.username !== "" || url.password !== "") return "must not contain a user name or password; use apiKey";
  return undefined;
}

function checkHeaders(value: unknown): string | undefined {
  if (!isRecord(value)) return "must be an object of header values by name";
  for (const name of Object.keys(value)) {
    if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) return `${JSON.stringify(name)} is not a header name`;
    const content = value[name];
    if (typeof content !== "string" || /[\r\n\0]/.test(content)) return `${name} must be a text of one line`;
  }
  return undefined;
}

function checkLatency(value: unknown): string | undefined {
  if (typeof value === "function") return undefined;
  if (typeof value === "number") return number(0)(value);
  if (isRecord(value)) {
    const { min, max, ...rest } = value;
    if (Object.keys(rest).length === 0 && !number(0)(min) && !number(0)(max) && (min as number) <= (max as number))
      return undefined;
  }
  return "must be milliseconds, { min, max } with min at most max, or a function of the request";
}

function checkPattern(value: unknown): string | undefined {
  const problem = text(value);
  if (problem !== undefined) return problem;
  const source = /^\/(.+)\/([a-z]*)$/s.exec(value as string);
  if (!source) return undefined;
  try {
    void new RegExp(source[1]!, source[2]!);
    return undefined;
  } catch (error) {
    return `is not a regular expression: ${(error as Error).message}`;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPlainName(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name);
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (value === null || typeof value !== "object") return String(value);
  return Array.isArray(value) ? "a list" : "an object";
}
