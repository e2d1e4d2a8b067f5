/**
 * What one attempt holds while it runs: a place in the global limit, in the endpoint's limit and in its
 * gate. Given back once, however often `release` is called.
 */
export class Lease {
  /** Which gate period the attempt started in. */
  readonly epoch: number;
  #giveBack: ((succeeded: boolean) => void) | undefined;

  constructor(epoch: number, giveBack: (succeeded: boolean) => void) {
    this.epoch = epoch;
    this.#giveBack = giveBack;
  }

  release(succeeded: boolean): void {
    const giveBack = this.#giveBack;
    this.#giveBack = undefined;
    giveBack?.(succeeded);
  }
}
