/** Plain types that module/, run/ and resources/ agree on. */
import type { Env } from "../env.js";
import type { LLMRequest, LLMResponse } from "../providers/types.js";

/** What a leaf's `forward` may know of the call that it is, through `callContext()`. */
export interface CallContext {
  /** Aborted when the result of this call is no longer wanted. */
  readonly signal: AbortSignal;
  /** Monotonic deadline of the run in `env.now()` milliseconds, or undefined. */
  readonly deadline: number | undefined;
  /** Position of the call in the program: call sites and iteration numbers, `0/2#3/1`. */
  readonly slot: string;
  /** Stable for (run id, slot): pass it to services that deduplicate. */
  readonly idempotencyKey: string;
}

/** One request for an answer, as a leaf hands it to the resource layer. */
export interface CompletionJob {
  alias: string;
  /** The request without `alias` and `model`, which the endpoint decides. */
  request: Omit<LLMRequest, "alias" | "model">;
  signal: AbortSignal;
  /** Monotonic, as in CallContext. */
  deadline: number | undefined;
  slot: string;
  /** Remaining calls on the longest path to the end; the larger, the sooner. */
  rank: number;
  /** Sequence number of the run; older runs first. */
  runNumber: number;
  priority: number;
}

/** The one entry point of the resource layer. It owns limits, retries and metrics. */
export interface Dispatch {
  complete(job: CompletionJob): Promise<LLMResponse>;
  /** How many calls all endpoints together admit at once; Infinity where no limit is declared. */
  readonly admits: number;
  readonly env: Env;
}

/** What happens in a run, in the order it happens. Times are `env.now()` milliseconds. */
export type RunEvent =
  | { type: "run-start"; run: number; atMs: number; module: string }
  | {
      type: "call-start";
      run: number;
      slot: string;
      label: string;
      module: string;
      alias: string | undefined;
      atMs: number;
    }
  | {
      type: "call-end";
      run: number;
      slot: string;
      label: string;
      module: string;
      alias: string | undefined;
      atMs: number;
      /** `aborted`: its result was not wanted any more; `detached`: it ignored the abort for the whole grace time. */
      outcome: "ok" | "error" | "aborted" | "detached";
      /** What the call returned, where the outcome is ok. */
      value?: unknown;
      error?: unknown;
    }
  | { type: "run-end"; run: number; atMs: number; outcome: "ok" | "error"; error?: unknown };
