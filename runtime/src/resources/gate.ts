/**
 * What an endpoint does after a 429: everyone waits as long as the server asked, and then calls go out
 * one by one. Where the pace is known (`rpm`), the token bucket keeps it; where it is not, a window opens
 * by one with every success up to half of what was in flight before, and slowly from there.
 */
export class Gate {
  #until = Number.NEGATIVE_INFINITY;
  #epoch = 0;
  #window = Number.POSITIVE_INFINITY;
  #threshold = Number.POSITIVE_INFINITY;
  #inFlight = 0; // of this epoch
  readonly #paced: boolean;

  /** `paced`: a token bucket spaces the calls, so that no window is needed. */
  constructor(paced: boolean) {
    this.#paced = paced;
  }

  /** Monotonic time before which nothing may start. */
  get until(): number {
    return this.#until;
  }

  /** Whether one more call may start as far as the window goes. */
  get hasRoom(): boolean {
    return this.#inFlight < Math.floor(this.#window);
  }

  /** Notes the start of a call; returns what `leave` and `tripped` want back. */
  enter(): number {
    this.#inFlight += 1;
    return this.#epoch;
  }

  /** Notes the end of a call. */
  leave(epoch: number, succeeded: boolean): void {
    if (epoch !== this.#epoch) return; // it started before the gate closed and says nothing about now
    this.#inFlight -= 1;
    if (succeeded && this.#window !== Number.POSITIVE_INFINITY)
      this.#window += this.#window < this.#threshold ? 1 : 1 / this.#window;
  }

  /** Closes the gate until `until`; a gate that is closed for longer stays so. */
  trip(epoch: number, until: number): void {
    this.#until = Math.max(this.#until, until);
    if (epoch !== this.#epoch || this.#paced) return;
    this.#threshold = Math.max(1, this.#inFlight / 2);
    this.#window = 1;
    this.#inFlight = 0;
    this.#epoch += 1;
  }
}
