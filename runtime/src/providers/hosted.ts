/** What the clients for HTTP providers share: their settings, and how an SDK's error becomes a `ProviderError`. */
import type { Env } from "../env.js";
import { parseRetryAfter, type HeaderReader } from "../resources/retryAfter.js";
import { Scrubber, Secret } from "../resources/secret.js";
import { ProviderError } from "./types.js";

export interface HostedSettings {
  readonly baseUrl: string | undefined;
  readonly key: Secret;
  readonly headers: Readonly<Record<string, string>>;
  readonly env: Env;
}

/** Longest timer of the platform: the dispatcher owns time limits, so the SDK's own are out of the way. */
export const NO_TIMEOUT_MS = 2 ** 31 - 1;

const RETRYABLE = new Set([408, 409, 425, 429]);
const LONGEST_MESSAGE = 2_000;

/** The errors of both SDKs, as far as they are alike. */
interface SdkError extends Error {
  status?: unknown;
  headers?: unknown;
  error?: unknown;
  code?: unknown;
  type?: unknown;
}

export class ErrorMapper {
  readonly #scrubber: Scrubber;
  readonly #env: Env;

  constructor({ key, headers, env }: HostedSettings) {
    this.#scrubber = new Scrubber([key, ...Object.values(headers).map((value) => new Secret(value))]);
    this.#env = env;
  }

  /** What to throw for `error`: the abort reason where the caller aborted, else a classified, scrubbed error. */
  map(error: unknown, signal: AbortSignal): unknown {
    if (signal.aborted) return signal.reason;
    if (error instanceof ProviderError) return error;
    const { status, headers, code, type } = error as SdkError;
    const cause = this.#scrubber.cause(error);
    const message = this.#scrubber.text(messageOf(error as SdkError)).slice(0, LONGEST_MESSAGE);
    const httpStatus = typeof status === "number" ? status : statusInBody(error as SdkError);
    if (httpStatus === undefined) return new ProviderError(message, { retryable: isTransport(error), cause });
    const reader = isReader(headers) ? headers : undefined;
    const told = reader?.get("x-should-retry");
    const spent = code === "insufficient_quota" || type === "insufficient_quota"; // no wait brings it back
    const retryable =
      told === "true" || (told !== "false" && !spent && (RETRYABLE.has(httpStatus) || httpStatus >= 500));
    return new ProviderError(message, {
      status: httpStatus,
      retryable,
      rateLimited: httpStatus === 429,
      retryAfterMs: reader && parseRetryAfter(reader, this.#env.wallNow()),
      cause,
    });
  }
}

/** An answer that is no success although its status is 200. */
export function badAnswer(problem: string, retryable = true): ProviderError {
  return new ProviderError(problem, { retryable });
}

function messageOf(error: SdkError): string {
  const codes: string[] = [];
  const texts: string[] = [];
  for (let each: unknown = error; each instanceof Error && texts.length < 4; each = each.cause) {
    const { code } = each as SdkError;
    const text = each.message.trim();
    if (text !== "" && !texts.some((known) => known.includes(text))) texts.push(text);
    if (typeof code === "string" && !texts.some((known) => known.includes(code))) codes.push(code);
  }
  return [...texts, ...codes].join(": ") || error.name;
}

/** Servers that fail after the stream began put the status into the error object. */
function statusInBody({ error, type }: SdkError): number | undefined {
  const body = error as { code?: unknown; status?: unknown; error?: { type?: unknown } } | undefined;
  for (const value of [body?.code, body?.status]) {
    const status = Number(value);
    if (Number.isInteger(status) && status >= 400 && status < 600) return status;
  }
  const kind = body?.error?.type ?? type;
  return typeof kind === "string" ? STATUS_OF_TYPE[kind] : undefined;
}

const STATUS_OF_TYPE: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  api_error: 500,
  server_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

/**
 * Without a status, the request or its answer was lost on the way: a refused or reset connection, a body
 * that ends early, or JSON that is none. Anything else is a mistake in this program.
 */
function isTransport(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (each instanceof SyntaxError) return true;
    // By message, because bundlers rename classes.
    if (
      /^(Connection error|Request timed out|terminated|fetch failed|Premature close|network error)/i.test(each.message)
    )
      return true;
    const { code } = each as SdkError;
    if (typeof code === "string" && /^(E[A-Z]+|UND_ERR_\w+)$/.test(code)) return true;
  }
  return false;
}

function isReader(headers: unknown): headers is HeaderReader {
  return typeof (headers as HeaderReader | undefined)?.get === "function";
}

/** The protocol's own ending of a base address: added where it is only a host, or taken away. */
export function withPath(baseUrl: string, path: "/v1" | ""): string {
  const url = baseUrl.replace(/\/+$/, "");
  if (path === "") return url.replace(/\/v1$/, "");
  return new URL(url).pathname === "/" ? `${url}${path}` : url;
}
