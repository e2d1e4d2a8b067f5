/** Decides for each simulated call how long it takes and what goes wrong, from the seed and the request. */
import type { LLMRequest } from "../providers/types.js";
import { uniform } from "./hash.js";
import { requestText } from "./model.js";
import type { FaultKind, SimulatedFault, SimulatedLatency, SimulateOptions } from "./options.js";

const SKEW = 3; // median at 18 % of the range, mean at 28 %
const RANDOM_KINDS: readonly FaultKind[] = ["429", "500", "529", "reset"];

/** What happens to one call. */
export interface Fate {
  readonly latencyMs: number;
  readonly msPerOutputToken: number;
  readonly fault: SimulatedFault | undefined;
}

/** Keeps count of the attempts at each request, so that a fault can be meant for the first one only. */
export class Behaviour {
  readonly #options: SimulateOptions;
  readonly #faults: readonly (SimulatedFault & { fits: (text: string) => boolean })[];
  readonly #attempts = new Map<string, number>();

  constructor(options: SimulateOptions = {}) {
    this.#options = options;
    this.#faults = (options.faults ?? []).map((fault) => ({ ...fault, fits: matcher(fault.match) }));
  }

  get seed(): number {
    return this.#options.seed ?? 0;
  }

  /** The fate of this attempt at `request`. Requests with the same model and text count as the same. */
  next(request: LLMRequest): Fate {
    const text = requestText(request);
    const key = `${request.model}\n${text}`;
    return {
      latencyMs: this.#latency(this.#options.latencyMs ?? 0, request, key),
      msPerOutputToken: this.#options.msPerOutputToken ?? 0,
      fault: this.#fault(key, text),
    };
  }

  #latency(latency: SimulatedLatency, request: LLMRequest, key: string): number {
    if (typeof latency === "number") return latency;
    if (typeof latency === "function") {
      const ms = latency(request);
      return Number.isFinite(ms) && ms > 0 ? ms : 0;
    }
    const share = Math.expm1(SKEW * uniform(key, this.seed)) / Math.expm1(SKEW);
    return latency.min + (latency.max - latency.min) * share;
  }

  #fault(key: string, text: string): SimulatedFault | undefined {
    const rate = this.#options.faultRate ?? 0;
    if (rate === 0 && this.#faults.length === 0) return undefined;
    const attempt = (this.#attempts.get(key) ?? 0) + 1;
    this.#attempts.set(key, attempt);
    const scripted = this.#faults.find(
      (fault) => (fault.attempt === undefined || fault.attempt === attempt) && fault.fits(text),
    );
    if (scripted) return scripted;
    if (uniform(`${attempt}\n${key}`, this.seed ^ 0x5eed) >= rate) return undefined;
    const pick = Math.floor(uniform(`kind ${attempt}\n${key}`, this.seed) * RANDOM_KINDS.length);
    return { kind: RANDOM_KINDS[pick]! };
  }
}

/** Seconds that a fault asks to wait. */
export function retryAfterOf({ kind, retryAfterS }: SimulatedFault): number | undefined {
  return retryAfterS ?? (kind === "429" ? 1 : undefined);
}

function matcher(match: string | undefined): (text: string) => boolean {
  if (match === undefined) return () => true;
  const source = /^\/(.+)\/([a-z]*)$/s.exec(match);
  if (!source) return (text) => text.includes(match);
  const pattern = new RegExp(source[1]!, source[2]!.replaceAll(/[gy]/g, ""));
  return (text) => pattern.test(text);
}

/** An answer in pieces of about a token each, as a model streams it. */
export function* piecesOf(text: string): Generator<string, void, undefined> {
  for (const [piece] of text.matchAll(/\s*\S{1,8}|\s+/gu)) yield piece;
}
