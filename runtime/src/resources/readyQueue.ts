/**
 * The calls that wait for one endpoint, best first: higher priority, then older run, then longer
 * remaining path, then arrival. A binary heap whose items know their places, so that an aborted call
 * leaves at once.
 */

/** What the order depends on. `place` belongs to the queue; -1 means not queued. */
export interface Queued {
  readonly priority: number;
  readonly runNumber: number;
  readonly rank: number;
  readonly arrival: number;
  place: number;
}

/** Negative when `a` goes first. */
export function compareQueued(a: Queued, b: Queued): number {
  return b.priority - a.priority || a.runNumber - b.runNumber || b.rank - a.rank || a.arrival - b.arrival;
}

export class ReadyQueue<T extends Queued> {
  readonly #heap: T[] = [];

  get size(): number {
    return this.#heap.length;
  }

  peek(): T | undefined {
    return this.#heap[0];
  }

  add(item: T): void {
    this.#put(item, this.#heap.length);
    this.#rise(item);
  }

  /** Removes `item` if it is here. */
  remove(item: T): boolean {
    const { place } = item;
    if (place < 0 || this.#heap[place] !== item) return false;
    const last = this.#heap.pop()!;
    item.place = -1;
    if (last === item) return true;
    this.#put(last, place);
    this.#rise(last);
    this.#sink(last);
    return true;
  }

  /** Removes all items and returns them in no particular order. */
  clear(): T[] {
    const items = this.#heap.splice(0);
    for (const item of items) item.place = -1;
    return items;
  }

  #put(item: T, place: number): void {
    this.#heap[place] = item;
    item.place = place;
  }

  #rise(item: T): void {
    while (item.place > 0) {
      const parent = this.#heap[(item.place - 1) >> 1]!;
      if (compareQueued(parent, item) <= 0) return;
      this.#swap(parent, item);
    }
  }

  #sink(item: T): void {
    for (;;) {
      const left = this.#heap[2 * item.place + 1];
      const right = this.#heap[2 * item.place + 2];
      const child = left && right && compareQueued(right, left) < 0 ? right : left;
      if (!child || compareQueued(item, child) <= 0) return;
      this.#swap(item, child);
    }
  }

  #swap(a: T, b: T): void {
    const { place } = a;
    this.#put(a, b.place);
    this.#put(b, place);
  }
}
