/**
 * The tree of slots: structured concurrency in program order.
 *
 * Everything that may throw or has an effect gets a slot, in program order; a region (branch arm, callback
 * body, child module) is a slot with a frame of slots inside. The tree knows four things:
 *
 * - which slot failed first in program order (`limit`): later slots are cancelled at once, everything is
 *   joined, and that slot's error is the frame's error (G2, G4, G8);
 * - how far the program has come (`prefix` and `front`): a slot is at the front when everything before it
 *   in the whole program has succeeded, which is when an effect may happen (G3). The front is the program
 *   counter of the sequential run;
 * - which slots still run, so that a frame settles when nothing it started is left;
 * - what a cancelled slot must stop.
 */

const WAITING = 0; // for inputs, or for the front
const RUNNING = 1;
const REGION = 2; // has a frame
const DONE = 3;
const FAILED = 4;
const SKIPPED = 5; // cancelled before it started, or its outcome is not wanted

export class Slot {
  readonly frame: Frame;
  readonly index: number;
  state = WAITING;
  error: unknown = undefined;
  region: Frame | undefined = undefined;
  cancelled = false;
  /** Told once, when everything before this slot has succeeded. */
  onFront: (() => void) | undefined = undefined;
  /** Told once, when what runs is not wanted any more. */
  onCancel: (() => void) | undefined = undefined;

  constructor(frame: Frame, index: number) {
    this.frame = frame;
    this.index = index;
  }

  get settled(): boolean {
    return this.state >= DONE;
  }

  get waiting(): boolean {
    return this.state === WAITING;
  }

  get atFront(): boolean {
    return this.frame.front && this.index === this.frame.prefix;
  }

  /** From waiting to running: the work has begun and will end in `succeed` or `fail`. */
  begin(): void {
    this.state = RUNNING;
  }

  /** Turns the slot into a region. The frame's outcome becomes the slot's. */
  open(): Frame {
    this.state = REGION;
    this.region = new Frame(this);
    return this.region;
  }

  succeed(): void {
    if (this.state >= DONE) return;
    this.state = this.cancelled ? SKIPPED : DONE;
    this.frame.leave(this);
  }

  fail(error: unknown): void {
    if (this.state >= DONE) return;
    if (this.cancelled) {
      this.state = SKIPPED;
    } else {
      this.state = FAILED;
      this.error = error;
      this.frame.limitTo(this.index);
    }
    this.frame.leave(this);
  }

  /** Not wanted any more: skips what has not begun, stops what runs, and leaves it to be joined. */
  cancel(): void {
    if (this.cancelled || this.state >= DONE) return;
    this.cancelled = true;
    if (this.state === WAITING) {
      this.state = SKIPPED;
      this.frame.leave(this);
    } else if (this.region) this.region.cancel();
    this.onCancel?.();
  }
}

export class Frame {
  readonly parent: Slot | undefined;
  readonly slots: Slot[] = [];
  /** Slots before this index have succeeded. */
  prefix = 0;
  /** Everything before this frame in the whole program has succeeded. */
  front: boolean;
  /** Index of the first slot, in program order, that has failed or is bound to; later slots never start. */
  limit = Number.POSITIVE_INFINITY;
  cancelled = false;
  /** A failure inside does not doom what is around: somebody there handles it. */
  boundary = false;
  /** Told once, when nothing in the frame runs any more. */
  onSettled: ((outcome: { failed: boolean; error: unknown }) => void) | undefined = undefined;
  #closed = false;
  #settled = false;
  #live = 0;
  #advancing = false;

  constructor(parent: Slot | undefined) {
    this.parent = parent;
    this.front = parent === undefined || parent.atFront;
  }

  /** True once nothing new may start here. */
  get dead(): boolean {
    return this.cancelled || this.limit !== Number.POSITIVE_INFINITY;
  }

  add(): Slot {
    const slot = new Slot(this, this.slots.length);
    this.slots.push(slot);
    this.#live++;
    return slot;
  }

  /** All slots of the frame have been added. */
  close(): void {
    this.#closed = true;
    this.#settle();
  }

  cancel(): void {
    if (this.cancelled || this.#settled) return;
    this.cancelled = true;
    this.#live++; // nothing settles while the loop runs
    for (const slot of this.slots) slot.cancel();
    this.#live--;
    this.#settle();
  }

  /** The slot at `index` fails or will: nothing after it is wanted, here and outward. */
  limitTo(index: number): void {
    if (index >= this.limit) return;
    this.limit = index;
    this.#live++;
    for (let i = index + 1; i < this.slots.length; i++) (this.slots[i] as Slot).cancel();
    this.#live--;
    if (this.parent && !this.boundary) this.parent.frame.limitTo(this.parent.index);
  }

  leave(slot: Slot): void {
    this.#live--;
    if (slot.index === this.prefix) this.advance();
    this.#settle();
  }

  /** Moves the front past what has succeeded and tells the next slot that it is its turn. */
  advance(): void {
    if (this.#advancing) return;
    this.#advancing = true;
    for (;;) {
      const slot = this.slots[this.prefix];
      if (slot === undefined) break;
      if (slot.state === DONE) {
        this.prefix++;
        continue;
      }
      if (!this.front) break;
      if (slot.region) {
        if (slot.region.front) break;
        slot.region.front = true;
        slot.region.advance();
      } else {
        const told = slot.onFront;
        if (!told) break;
        told();
      }
      if ((slot.state as number) !== DONE) break;
    }
    this.#advancing = false;
  }

  #settle(): void {
    if (!this.#closed || this.#live > 0 || this.#settled) return;
    this.#settled = true;
    const failed = this.limit !== Number.POSITIVE_INFINITY;
    const error = failed ? (this.slots[this.limit] as Slot).error : undefined;
    this.onSettled?.({ failed, error });
    if (!this.parent || this.boundary) return;
    if (failed) this.parent.fail(error);
    else this.parent.succeed();
  }
}
