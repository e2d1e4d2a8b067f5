/** Counts what happened behind an alias, in bounded memory. */
import type { Usage } from "../providers/types.js";

/** Milliseconds of successful attempts, without time in the queue; null where there was none. */
export interface LatencyMetrics {
  min: number | null;
  mean: number | null;
  p50: number | null;
  p95: number | null;
  max: number | null;
}

/** What happened behind one alias since it was bound. */
export interface AliasMetrics {
  /** Calls accepted: those that ended, and those that still wait or run. */
  total: number;
  succeeded: number;
  /** Calls that ended with an error, after all their attempts. */
  failed: number;
  /** Calls whose result was not wanted any more. */
  aborted: number;
  /** Calls now waiting for a slot, for the rate limit or for their next attempt. */
  waiting: number;
  /** Attempts now running. */
  inFlight: number;
  /** Attempts made. */
  attempts: number;
  /** Attempts that were answered with a rate limit (429). */
  rateLimited: number;
  inputTokens: number;
  outputTokens: number;
  /** Part of `inputTokens` that the provider read from its cache. */
  cachedTokens: number;
  latency: LatencyMetrics;
  /** In the currency of the endpoint's prices; null where it has none. */
  cost: number | null;
}

/** What a resource set has spent. */
export interface CostReport {
  /** Sum over the aliases that have prices. */
  total: number;
  byAlias: Record<string, number>;
  /** Aliases that were used and have no prices, so that `total` does not contain them. */
  unpriced: string[];
}

const RESERVOIR = 1_024;

/** Exact count, minimum, mean and maximum; quantiles from a uniform sample of 1,024. */
export class LatencySample {
  readonly #sample: number[] = [];
  #count = 0;
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = 0;
  #state = 0x2545f491;

  add(ms: number): void {
    this.#count += 1;
    this.#sum += ms;
    this.#min = Math.min(this.#min, ms);
    this.#max = Math.max(this.#max, ms);
    if (this.#sample.length < RESERVOIR) this.#sample.push(ms);
    else {
      const place = Math.floor(this.#random() * this.#count);
      if (place < RESERVOIR) this.#sample[place] = ms;
    }
  }

  read(): LatencyMetrics {
    if (this.#count === 0) return { min: null, mean: null, p50: null, p95: null, max: null };
    const sorted = this.#sample.toSorted((a, b) => a - b);
    const quantile = (q: number): number => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)]!;
    return {
      min: this.#min,
      mean: this.#sum / this.#count,
      p50: quantile(0.5),
      p95: quantile(0.95),
      max: this.#max,
    };
  }

  /** A generator of its own (xorshift), so that measuring does not change the jitter of a seeded run. */
  #random(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state / 2 ** 32;
  }
}

/** The counters of one alias. */
export class AliasCounters {
  total = 0;
  succeeded = 0;
  failed = 0;
  aborted = 0;
  inFlight = 0;
  attempts = 0;
  rateLimited = 0;
  inputTokens = 0;
  outputTokens = 0;
  cachedTokens = 0;
  readonly latency = new LatencySample();

  /** Adds what an attempt used; also failed attempts are paid for. */
  addUsage(usage: Usage): void {
    this.inputTokens += positive(usage.inputTokens);
    this.outputTokens += positive(usage.outputTokens);
    this.cachedTokens += positive(usage.cachedTokens);
  }

  read(prices: { inputCostPer1M?: number | undefined; outputCostPer1M?: number | undefined }): AliasMetrics {
    const { total, succeeded, failed, aborted, inFlight, attempts, rateLimited } = this;
    const { inputTokens, outputTokens, cachedTokens } = this;
    const { inputCostPer1M, outputCostPer1M } = prices;
    const waiting = total - succeeded - failed - aborted - inFlight;
    const cost =
      inputCostPer1M === undefined && outputCostPer1M === undefined
        ? null
        : (inputTokens * (inputCostPer1M ?? 0) + outputTokens * (outputCostPer1M ?? 0)) / 1_000_000;
    return {
      total,
      succeeded,
      failed,
      aborted,
      waiting: Math.max(0, waiting),
      inFlight,
      attempts,
      rateLimited,
      inputTokens,
      outputTokens,
      cachedTokens,
      latency: this.latency.read(),
      cost,
    };
  }
}

/** Servers report what they like; a sum must stay a number. */
function positive(tokens: number): number {
  return Number.isFinite(tokens) && tokens > 0 ? tokens : 0;
}
