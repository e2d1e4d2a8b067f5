/** The errors that a call ends with: the provider's own, with where it happened and what to do. */
import { PlaitError } from "../errors.js";
import { ProviderError } from "../providers/types.js";
import type { PendingCall } from "./pendingCall.js";

/** The provider's error with alias, endpoint and attempts in its message; the original is its cause. */
export function finalError(call: PendingCall, error: ProviderError, why = ""): ProviderError {
  const { endpoint, attempts } = call;
  const times = attempts > 1 ? ` after ${attempts} attempts` : "";
  const { status, retryable, rateLimited, retryAfterMs, usage } = error;
  const parts = [sentence(error.message), why, adviceOn(error)].filter((part) => part !== "");
  return new ProviderError(`endpoint "${endpoint.alias}" (${endpoint.label}) failed${times}: ${parts.join(" ")}`, {
    status,
    retryable,
    rateLimited,
    retryAfterMs,
    usage,
    cause: error,
  });
}

export function deadlineError(call: PendingCall): PlaitError {
  const { endpoint, attempts, lastError, attempt } = call;
  const doing = attempt
    ? "an attempt was running"
    : attempts === 0
      ? "the call was waiting for its turn"
      : `the call was waiting for attempt ${attempts + 1}`;
  return new PlaitError(
    "PLT1021",
    `endpoint "${endpoint.alias}" (${endpoint.label}): the deadline passed while ${doing}. Allow more time, or raise the endpoint's limits.`,
    lastError === undefined ? undefined : { cause: lastError },
  );
}

export function closedError(alias: string): PlaitError {
  return new PlaitError(
    "PLT1035",
    `endpoint "${alias}": close() was called, so calls are no longer made. Bind again to go on.`,
  );
}

export function unknownAliasError(alias: string, known: readonly string[]): PlaitError {
  const list = known.length === 0 ? "there are none" : `known are ${known.map((name) => `"${name}"`).join(", ")}`;
  return new PlaitError("PLT1031", `no endpoint for alias "${alias}"; ${list}. Add it to endpoints.`);
}

function adviceOn({ status, rateLimited, message }: ProviderError): string {
  if (status === 401 || status === 403) return "Check the API key and what it may use.";
  if (status === 404) return "Check model and baseUrl.";
  if (rateLimited) return "Declare rpm or a lower maxConcurrent for this endpoint.";
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(message)) return "Check baseUrl, and that the server is running.";
  if (/timeoutMs/.test(message)) return "Raise timeoutMs if the model needs longer.";
  return "";
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
