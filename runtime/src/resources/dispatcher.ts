/**
 * Carries calls to their endpoints. One synchronous pump starts a call only when everything that it needs
 * is there (global limit, endpoint limit, gate, rate), and takes it all in one step; a call that waits
 * holds nothing, so that one busy endpoint never blocks another. This is also the only place that retries.
 */
import { realEnv, type Env, type Timer } from "../env.js";
import type { LLMRequest, LLMResponse, ProviderError } from "../providers/types.js";
import type { CompletionJob, Dispatch } from "../run/types.js";
import { AbortFanout } from "./abortFanout.js";
import { startAttempt } from "./attempt.js";
import { withBaseUrls } from "./baseUrl.js";
import type { ResourceConfig } from "./config.js";
import { Endpoint } from "./endpoint.js";
import { closedError, deadlineError, finalError, unknownAliasError } from "./failure.js";
import type { Lease } from "./lease.js";
import type { AliasMetrics, CostReport } from "./metrics.js";
import { PendingCall, type Ending } from "./pendingCall.js";
import { compareQueued } from "./readyQueue.js";
import { backoffMs, isProviderError, LONGEST_SERVER_WAIT_MS } from "./retry.js";
import { validateConfig } from "./validate.js";

/**
 * Microtasks between a change and the pump. What depends on a finished call arrives a few microtasks
 * after it; the free slot waits for it, so that older runs and longer paths really go first.
 */
const TURNS = 24;

export class Dispatcher implements Dispatch {
  readonly env: Env;
  readonly admits: number;
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #limit: number;
  readonly #signals = new AbortFanout();
  readonly #unsettled = new Set<PendingCall>();
  readonly #random: () => number;
  #inFlight = 0;
  #arrivals = 0;
  #pumpDue = false;
  #wake: Timer | undefined;
  #closed: Promise<void> | undefined;
  #idle: (() => void) | undefined;

  /**
   * Makes no connection: clients are opened at their first call.
   *
   * @throws PlaitError PLT1033 when the configuration is wrong, PLT1032 when an API key is missing.
   */
  constructor(given: ResourceConfig, env: Env = realEnv) {
    validateConfig(given);
    const config = withBaseUrls(given, env);
    validateConfig(config); // an address of the environment may be wrong, too
    this.env = env;
    this.#random = () => env.random();
    for (const alias of Object.keys(config.endpoints))
      this.#endpoints.set(alias, new Endpoint(alias, config.endpoints[alias]!, env));
    this.#limit = config.maxTotalConcurrent ?? Number.POSITIVE_INFINITY;
    let sum = 0;
    for (const { maxConcurrent } of this.#endpoints.values()) sum += maxConcurrent;
    this.admits = Math.min(sum, this.#limit);
  }

  /**
   * Asks the endpoint of `job.alias`, within all limits, with retries.
   *
   * Rejects with the provider's error when attempts are used up or make no sense, with the reason of
   * `job.signal` when it aborts, with PLT1021 when `job.deadline` passes, with PLT1031 for an alias
   * without endpoint and with PLT1035 after `close()`. Errors of a client of your own that are no
   * `ProviderError` pass unchanged.
   */
  complete(job: CompletionJob): Promise<LLMResponse> {
    const endpoint = this.#endpoints.get(job.alias);
    if (!endpoint) return Promise.reject(unknownAliasError(job.alias, [...this.#endpoints.keys()]));
    return new Promise((resolve, reject) => {
      const call = new PendingCall(job, endpoint, this.#arrivals++, resolve, reject);
      endpoint.counters.total += 1;
      this.#unsettled.add(call);
      if (this.#closed) return this.#end(call, { kind: "aborted", error: closedError(job.alias) });
      if (job.signal.aborted) return this.#end(call, { kind: "aborted", error: job.signal.reason });
      call.unlisten = this.#signals.listen(job.signal, () =>
        this.#end(call, { kind: "aborted", error: job.signal.reason }),
      );
      if (job.deadline !== undefined) {
        const expire = (): void => this.#end(call, { kind: "failed", error: deadlineError(call) });
        const restMs = job.deadline - this.env.now();
        if (!(restMs > 0)) return expire();
        call.deadline = this.env.setTimer(expire, restMs);
      }
      this.#enqueue(call);
    });
  }

  /** Counters of every alias. */
  metrics(): Record<string, AliasMetrics> {
    return Object.fromEntries([...this.#endpoints].map(([alias, endpoint]) => [alias, endpoint.metrics()]));
  }

  /** What was spent, in the currency of the endpoints' prices. */
  cost(): CostReport {
    const report: CostReport = { total: 0, byAlias: {}, unpriced: [] };
    for (const [alias, { cost, attempts }] of Object.entries(this.metrics())) {
      if (cost !== null) {
        report.byAlias[alias] = cost;
        report.total += cost;
      } else if (attempts > 0) report.unpriced.push(alias);
    }
    return report;
  }

  /**
   * Rejects what waits (PLT1035), aborts what runs, waits for it to stop, and closes the clients. Calling
   * it again returns the same promise.
   */
  close(): Promise<void> {
    this.#closed ??= this.#shutDown();
    return this.#closed;
  }

  async #shutDown(): Promise<void> {
    // One turn later, so that #closed is set when the calls below end.
    await Promise.resolve();
    for (const call of this.#unsettled) this.#end(call, { kind: "aborted", error: closedError(call.job.alias) });
    this.#wake?.cancel();
    if (this.#inFlight > 0) await new Promise<void>((resolve) => (this.#idle = resolve));
    await Promise.all([...this.#endpoints.values()].map((endpoint) => endpoint.close()));
  }

  #enqueue(call: PendingCall): void {
    const { endpoint } = call;
    if (endpoint.closedBy && endpoint.gate.until - this.env.now() > LONGEST_SERVER_WAIT_MS)
      return this.#giveUp(call, endpoint.closedBy);
    endpoint.queue.add(call);
    this.#schedulePump();
  }

  #schedulePump(): void {
    if (this.#pumpDue) return;
    this.#pumpDue = true;
    let turns = TURNS;
    const turn = (): void => {
      turns -= 1;
      if (turns > 0) return queueMicrotask(turn);
      this.#pumpDue = false;
      this.#pump();
    };
    queueMicrotask(turn);
  }

  /** Starts every call that can start now, best first, and sets one timer for the next that can later. */
  #pump(): void {
    this.#wake?.cancel();
    this.#wake = undefined;
    const now = this.env.now();
    while (this.#inFlight < this.#limit) {
      let best: PendingCall | undefined;
      for (const endpoint of this.#endpoints.values()) {
        const head = endpoint.queue.peek();
        if (!head || (best && compareQueued(best, head) <= 0) || endpoint.waitMs(now) > 0) continue;
        best = head;
      }
      if (!best) break;
      this.#start(best, now);
    }
    let waitMs = Number.POSITIVE_INFINITY;
    for (const endpoint of this.#endpoints.values())
      if (endpoint.queue.size > 0) waitMs = Math.min(waitMs, endpoint.waitMs(now) || Number.POSITIVE_INFINITY);
    if (waitMs < Number.POSITIVE_INFINITY) this.#wake = this.env.setTimer(() => this.#pump(), waitMs);
  }

  #start(call: PendingCall, now: number): void {
    const { endpoint, job } = call;
    endpoint.queue.remove(call);
    const lease = endpoint.acquire(now);
    this.#inFlight += 1;
    call.attempts += 1;
    const request: LLMRequest = { ...job.request, alias: job.alias, model: endpoint.model };
    call.attempt = startAttempt(this.env, endpoint.open, request, endpoint.timeoutMs);
    call.attempt.done.then(
      (response) => this.#succeed(call, lease, response, this.env.now() - now),
      (error: unknown) => this.#attemptFailed(call, lease, error),
    );
  }

  #succeed(call: PendingCall, lease: Lease, response: LLMResponse, ms: number): void {
    const { counters } = call.endpoint;
    this.#release(call, lease, true);
    counters.succeeded += 1;
    counters.latency.add(ms);
    counters.addUsage(response.usage);
    this.#unsettled.delete(call);
    call.clear();
    call.resolve(response);
  }

  #attemptFailed(call: PendingCall, lease: Lease, error: unknown): void {
    this.#release(call, lease, false);
    const { ending, endpoint } = call;
    call.lastError = error;
    if (ending && error === ending.error) return this.#settle(call, ending);
    // An error of the user's own client or a missing SDK.
    if (!isProviderError(error)) return this.#settle(call, ending ?? { kind: "failed", error });
    if (error.usage) endpoint.counters.addUsage(error.usage);
    if (error.rateLimited) endpoint.counters.rateLimited += 1;
    const waitMs = Math.max(error.retryAfterMs ?? 0, backoffMs(endpoint.retryDelayMs, call.attempts, this.#random));
    const gated = error.rateLimited || (error.retryAfterMs ?? 0) > 0;
    if (gated && error.retryable) this.#slowDown(endpoint, lease, error, waitMs);
    if (ending) return this.#settle(call, ending);
    if (!error.retryable || call.attempts > endpoint.maxRetries) return this.#giveUp(call, error);
    if (waitMs > LONGEST_SERVER_WAIT_MS) return this.#giveUp(call, error);
    const { deadline } = call.job;
    if (deadline !== undefined && this.env.now() + waitMs >= deadline)
      return this.#giveUp(call, error, `The next attempt in ${Math.ceil(waitMs)} ms would be after the deadline.`);
    if (gated) return this.#enqueue(call); // the gate makes it wait, together with everyone else
    call.backoff = this.env.setTimer(() => {
      call.backoff = undefined;
      this.#enqueue(call);
    }, waitMs);
  }

  #slowDown(endpoint: Endpoint, lease: Lease, error: ProviderError, waitMs: number): void {
    const now = this.env.now();
    endpoint.slowDown(lease.epoch, now, now + waitMs);
    if (waitMs <= LONGEST_SERVER_WAIT_MS) return;
    endpoint.closedBy = error;
    for (const waiting of endpoint.queue.clear()) this.#giveUp(waiting, error);
  }

  #release(call: PendingCall, lease: Lease, succeeded: boolean): void {
    call.attempt = undefined;
    lease.release(succeeded);
    this.#inFlight -= 1;
    if (this.#inFlight === 0) this.#idle?.();
    this.#schedulePump();
  }

  #giveUp(call: PendingCall, error: ProviderError, why?: string): void {
    const tooLong =
      (error.retryAfterMs ?? 0) > LONGEST_SERVER_WAIT_MS
        ? `The server asks to wait ${Math.ceil(error.retryAfterMs! / 1000)} s, which is longer than calls are held.`
        : undefined;
    this.#settle(call, { kind: "failed", error: finalError(call, error, why ?? tooLong) });
  }

  /** Ends a call early, wherever it is. A running attempt is told at once and has its grace time to stop. */
  #end(call: PendingCall, ending: Ending): void {
    if (call.settled || call.ending) return;
    if (!call.attempt) return this.#settle(call, ending);
    call.ending = ending;
    call.attempt.cancel(ending.error);
  }

  #settle(call: PendingCall, { kind, error }: Ending): void {
    if (call.settled) return;
    call.endpoint.queue.remove(call);
    this.#unsettled.delete(call);
    call.clear();
    call.endpoint.counters[kind] += 1;
    call.reject(error);
  }
}
