/** Which failures are tried again, and how long to wait first. */
import type { ProviderError } from "../providers/types.js";

const LONGEST_BACKOFF_MS = 20_000;

/** Longest wait that a server may impose; when it asks for more, the call fails instead of hanging. */
export const LONGEST_SERVER_WAIT_MS = 600_000;

/** Exponential backoff with full jitter: uniform in [0, base · 2^(failures-1)], at most 20 s. */
export function backoffMs(baseMs: number, failures: number, random: () => number): number {
  return random() * Math.min(LONGEST_BACKOFF_MS, baseMs * 2 ** Math.min(failures - 1, 30));
}

/** Recognises a `ProviderError`, also one from another copy of this package. */
export function isProviderError(error: unknown): error is ProviderError {
  if (!(error instanceof Error) || error.name !== "ProviderError") return false;
  return typeof (error as Partial<ProviderError>).retryable === "boolean";
}
