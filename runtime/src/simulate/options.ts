/** Settings of the simulated model, shared by the in-process provider and the HTTP simulator. */
import type { LLMRequest } from "../providers/types.js";

/**
 * What can go wrong with a simulated call. `429`, `500` and `529` are error answers; `hang` never
 * answers; `reset` drops the connection; `truncate` stops in the middle; `malformed` is not the JSON it
 * claims to be; `empty` is a well-formed answer without text.
 */
export type FaultKind = "429" | "500" | "529" | "hang" | "reset" | "truncate" | "malformed" | "empty";

export const FAULT_KINDS: readonly FaultKind[] = [
  "429",
  "500",
  "529",
  "hang",
  "reset",
  "truncate",
  "malformed",
  "empty",
];

export interface SimulatedFault {
  readonly kind: FaultKind;
  /** Only requests whose text contains this; `/…/flags` is a regular expression. Default: all requests. */
  readonly match?: string | undefined;
  /** Only this attempt at the same request, counted from 1. Default: every attempt. */
  readonly attempt?: number | undefined;
  /** Wait to ask for, in seconds, with kind `429`, `500` and `529`. Default: 1 for `429`, else none. */
  readonly retryAfterS?: number | undefined;
}

/**
 * Time before an answer in milliseconds. A range gives skewed times, most near `min` and a few near
 * `max`, decided by seed and prompt.
 */
export type SimulatedLatency =
  | number
  | { readonly min: number; readonly max: number }
  | ((request: LLMRequest) => number);

export interface SimulateOptions {
  /** Decides latencies, random faults and ties. Default: 0. */
  readonly seed?: number | undefined;
  /** Default: 0. */
  readonly latencyMs?: SimulatedLatency | undefined;
  /** Additional milliseconds for every token of the answer. Default: 0. */
  readonly msPerOutputToken?: number | undefined;
  /** Scripted faults; the first one that fits a request is used. */
  readonly faults?: readonly SimulatedFault[] | undefined;
  /** Share of attempts that fail with a random 429, 500, 529 or reset, in [0, 1]. Default: 0. */
  readonly faultRate?: number | undefined;
}
