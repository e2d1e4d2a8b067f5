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
  /** Whose call it is, as far as that is known: a module, or an object whose method makes module calls. */
  module: unknown = undefined;
  /** A piece of text: it makes no calls. */
  isText = false;
  cancelled = false;
  /** Told once, when everything before this slot has succeeded. */
  onFront: (() => void) | undefined = undefined;
  /** It is known to change no object of others. */
  quiet = false;
  /** Told once, when nothing that it started is left, or it is known to be quiet: nobody has to wait for what it changes. */
  onWritten: (() => void) | undefined = undefined;
  /** Told once, when it is done, has failed or is not wanted, and all that this stops has been stopped. */
  onEnd: (() => void)[] | undefined = undefined;
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

  beQuiet(): void {
    this.quiet = true;
    this.onWritten?.();
    this.onWritten = undefined;
  }

  /** Turns the slot into a region. The frame's outcome becomes the slot's. */
  open(): Frame {
    this.state = REGION;
    this.region = new Frame(this);
    return this.region;
  }

  succeed(): void {
    if (this.settled) return;
    this.end({ failed: false, error: undefined });
    this.frame.leave(this);
  }

  fail(error: unknown): void {
    if (this.settled) return;
    this.end({ failed: true, error });
    this.frame.leave(this);
  }

  /** Bound to fail: what comes later is stopped at once, before what runs in here has been joined. */
  doom(): void {
    if (!this.settled && !this.cancelled) this.frame.limitTo(this.index);
  }

  /** Takes the outcome; the frame has still to be told. */
  end({ failed, error }: Outcome): void {
    if (this.cancelled) this.state = SKIPPED;
    else if (!failed) {
      this.state = DONE;
      this.onWritten?.();
    } else {
      this.state = FAILED;
      this.error = error;
      this.frame.limitTo(this.index);
    }
    this.tellEnd();
  }

  tellEnd(): void {
    if (!this.onEnd) return;
    if (stopping > 0) untold.push(...this.onEnd);
    else for (const told of this.onEnd) told();
  }
}

/** How many frames are stopping what is in them: what begins because of that has to find it stopped. */
let stopping = 0;
const untold: (() => void)[] = [];

/** Frames settle while others around them have still to be told that they fail. */
function whileStopping(stop: () => void): void {
  stopping++;
  try {
    stop();
  } finally {
    stopping--;
  }
  while (stopping === 0) {
    const told = untold.shift();
    if (!told) return;
    told();
  }
}

export interface Outcome {
  failed: boolean;
  error: unknown;
}

// Regions nest as deep as a module that calls itself goes, which is deeper than the stack when there are calls in
// between. So nothing below recurses into the tree.

export class Frame {
  parent: Slot | undefined;
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
  /** Of a boundary: told when something in it fails or is bound to. */
  onLimit: (() => void) | undefined = undefined;
  /** Told once, when nothing in the frame runs any more. */
  onSettled: ((outcome: Outcome) => void) | undefined = undefined;
  #closed = false;
  #settled = false;
  #live = 0;
  #advancing = false;
  #outcome: Outcome = { failed: false, error: undefined };
  #home: Frame | undefined = undefined;
  /** Frames that were started ahead from here. */
  #aside: Set<Frame> | undefined = undefined;

  constructor(parent: Slot | undefined, home?: Frame) {
    this.parent = parent;
    this.#home = home;
    this.front = home === undefined && (parent === undefined || parent.atFront);
  }

  /**
   * A frame that runs ahead of its place in the program: it is in no order yet, so nothing waits for it, and
   * what fails in it is not known outside. It is joined with this frame. A failure here stops it.
   */
  ahead(): Frame {
    const frame = new Frame(undefined, this);
    (this.#aside ??= new Set()).add(frame);
    this.#live++;
    return frame;
  }

  /** The frame's place in the program is reached: its outcome, there already or to come, is that of `slot`. */
  takePlace(slot: Slot): void {
    const home = this.#home;
    this.#home = undefined;
    this.parent = slot;
    slot.state = REGION;
    slot.region = this;
    if (this.#settled) {
      slot.end(this.#outcome);
      slot.frame.leave(slot);
      return;
    }
    if (this.limit !== Number.POSITIVE_INFINITY) slot.doom();
    if (slot.atFront) slot.frame.#advance();
    if (home) home.#release(this);
  }

  #release(frame: Frame): void {
    if (!this.#aside?.delete(frame)) return;
    this.#live--;
    this.#settle();
  }

  /** Stops what runs ahead of its place. */
  #cancelAside(): void {
    for (const frame of [...(this.#aside ?? [])]) frame.cancel();
  }

  /** Where it was started, as long as it has no place of its own in the program. */
  get home(): Frame | undefined {
    return this.#home;
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

  /** True once all slots of the frame have been added. */
  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    this.#closed = true;
    this.#settle();
  }

  /** Nothing here is wanted any more: skips what has not begun, stops what runs, and leaves it to be joined. */
  cancel(): void {
    if (this.cancelled || this.#settled) return;
    this.cancelled = true;
    whileStopping(() => {
      this.#stop(0, this.slots.length - 1);
      this.#cancelAside();
      this.#settle();
    });
  }

  /** The slot at `index` fails or will: nothing after it is wanted, here and outward. */
  limitTo(index: number): void {
    if (index < this.limit) whileStopping(() => this.#limitTo(index));
  }

  #limitTo(index: number): void {
    let frame: Frame = this;
    let at = index;
    while (at < frame.limit) {
      const last = Math.min(frame.limit, frame.slots.length - 1); // what is later was stopped before
      frame.limit = at;
      frame.#stop(at + 1, last);
      frame.#cancelAside();
      if (frame.boundary) frame.onLimit?.();
      if (!frame.parent || frame.boundary) return;
      at = frame.parent.index;
      frame = frame.parent.frame;
    }
  }

  /** Cancels slots and all that is in them. The frame itself does not settle here. */
  #stop(first: number, last: number): void {
    const held: Frame[] = [this]; // nothing settles while its slots are looked at
    this.#live++;
    const todo = this.slots.slice(first, last + 1).reverse();
    for (let slot = todo.pop(); slot; slot = todo.pop()) {
      if (slot.cancelled || slot.settled) continue;
      slot.cancelled = true;
      const { region } = slot;
      if (slot.waiting) {
        slot.state = SKIPPED;
        slot.frame.leave(slot);
        slot.tellEnd();
      } else if (region && !region.cancelled && !region.#settled) {
        region.cancelled = true;
        region.#live++;
        held.push(region);
        for (let i = region.slots.length - 1; i >= 0; i--) todo.push(region.slots[i] as Slot);
      }
      slot.onCancel?.();
    }
    for (let frame = held.pop(); frame; frame = held.pop()) {
      frame.#live--;
      if (frame === this) continue;
      frame.#cancelAside();
      frame.#settle();
    }
  }

  leave(slot: Slot): void {
    this.#live--;
    if (slot.index === this.prefix) this.#advance();
    this.#settle();
  }

  /** Moves the front past what has succeeded and tells the next slot that it is its turn. */
  #advance(): void {
    if (this.#advancing) return;
    this.#advancing = true;
    const stack: Frame[] = [this];
    for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
      const slot = frame.slots[frame.prefix];
      if (slot?.state === DONE) {
        frame.prefix++;
        continue;
      }
      if (slot && frame.front) {
        const { region } = slot;
        if (region && !region.front) {
          region.front = true;
          region.#advancing = true;
          stack.push(region);
          continue;
        }
        if (!region) slot.onFront?.();
        if (slot.state === DONE) continue;
      }
      frame.#advancing = false;
      stack.pop(); // the frame around it looks at the region again
    }
  }

  /** Settles this frame where nothing runs in it any more, and every frame around it that settles with it. */
  #settle(): void {
    for (let frame: Frame = this; ;) {
      if (!frame.#closed || frame.#settled) return;
      if (frame.#live > 0) {
        // Nobody is left who could use what was started ahead. The last one to end comes back here.
        if (frame.#live === frame.#aside?.size) frame.#cancelAside();
        return;
      }
      frame.#settled = true;
      const failed = frame.limit !== Number.POSITIVE_INFINITY;
      const outcome = { failed, error: failed ? (frame.slots[frame.limit] as Slot).error : undefined };
      frame.#outcome = outcome;
      frame.onSettled?.(outcome);
      const home: Frame | undefined = frame.#home;
      if (home) {
        frame.#home = undefined;
        home.#aside?.delete(frame);
        home.#live--;
        frame = home;
        continue;
      }
      const { parent } = frame;
      if (!parent || frame.boundary || parent.settled) return;
      parent.end(outcome);
      frame = parent.frame;
      frame.#live--;
      if (parent.index === frame.prefix) frame.#advance();
    }
  }
}
