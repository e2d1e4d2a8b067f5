/** Requests per minute as a token bucket on the monotonic clock. */

const MINUTE_MS = 60_000;
const MARGIN = 0.99; // the server's window is not ours; a little below the limit costs less than a 429

/**
 * Starts with the burst of one second (at least one token), and never holds more. `now` is always
 * `env.now()`; a clock that jumps back counts as standing still.
 */
export class TokenBucket {
  readonly #perMs: number;
  readonly #size: number;
  #tokens: number;
  #at: number;

  constructor(rpm: number, now: number) {
    this.#perMs = (rpm * MARGIN) / MINUTE_MS;
    this.#size = Math.max(1, Math.floor(this.#perMs * 1000));
    this.#tokens = this.#size;
    this.#at = now;
  }

  /** Milliseconds until a token is there; 0 when one is there now. */
  waitMs(now: number): number {
    this.#refill(now);
    return this.#tokens >= 1 ? 0 : (1 - this.#tokens) / this.#perMs;
  }

  /** Takes a token. Call only after `waitMs` said 0. */
  take(now: number): void {
    this.#refill(now);
    this.#tokens -= 1;
  }

  /**
   * Leaves at most one token and adds none before `until`, so that what waits for a gate that opens then
   * goes out at pace and not as a burst.
   */
  drain(now: number, until: number): void {
    this.#refill(now);
    this.#tokens = Math.min(this.#tokens, 1);
    this.#at = Math.max(this.#at, until);
  }

  #refill(now: number): void {
    const elapsed = Math.min(Math.max(0, now - this.#at), MINUTE_MS);
    this.#at = Math.max(this.#at, now);
    // Rounding must not leave a token at 0.999…9 when the timer for it fires.
    const tokens = this.#tokens + elapsed * this.#perMs;
    this.#tokens = Math.min(this.#size, tokens > 1 - 1e-9 && tokens < 1 ? 1 : tokens);
  }
}
