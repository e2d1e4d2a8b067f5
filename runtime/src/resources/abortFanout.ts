/**
 * Lets any number of calls listen to one AbortSignal through a single listener. Thousands of calls may
 * share a signal; Node warns about a leak at the eleventh listener, and every listener left behind on a
 * long-lived signal is a real one.
 */
export class AbortFanout {
  readonly #listening = new Map<AbortSignal, { callbacks: Set<() => void>; handle: () => void }>();

  /** Calls `callback` once when `signal` aborts, until the returned function is called. */
  listen(signal: AbortSignal, callback: () => void): () => void {
    let entry = this.#listening.get(signal);
    if (!entry) {
      const callbacks = new Set<() => void>();
      const handle = (): void => {
        this.#listening.delete(signal);
        for (const each of callbacks) each();
      };
      entry = { callbacks, handle };
      this.#listening.set(signal, entry);
      signal.addEventListener("abort", handle, { once: true });
    }
    const { callbacks, handle } = entry;
    callbacks.add(callback);
    return () => {
      if (!callbacks.delete(callback) || callbacks.size > 0) return;
      if (this.#listening.get(signal)?.callbacks === callbacks) this.#listening.delete(signal);
      signal.removeEventListener("abort", handle);
    };
  }

  /** How many signals are listened to. */
  get size(): number {
    return this.#listening.size;
  }
}
