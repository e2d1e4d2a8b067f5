/** The error for an answer that has status 200 and nothing in it. */
import { ProviderError, type FinishReason, type Usage } from "./types.js";

/** Worth another attempt, unless the token limit will cut the next answer as well. */
export function emptyAnswer(finish: FinishReason, usage: Usage): ProviderError {
  return finish === "length"
    ? new ProviderError("the answer was cut off before its first word; raise maxTokens", { retryable: false, usage })
    : new ProviderError("the answer is empty", { retryable: true, usage });
}
