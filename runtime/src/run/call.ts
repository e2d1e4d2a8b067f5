/** One call of a leaf: starts it, gives it its context, joins it, and stops it when its result is not wanted. */
import type { Module } from "../module/module.js";
import { awaited } from "./awaited.js";
import type { CurrentCall } from "./callContext.js";
import { withCall } from "./callContext.js";
import { insideComposite, needsComposite } from "./composite.js";
import { aliasOf, labelOf } from "./describe.js";
import type { Future } from "./future.js";
import type { Run } from "./run.js";
import type { Frame, Slot } from "./slot.js";
import type { Dispatch, RunEvent } from "./types.js";
import type { Timer } from "../env.js";

export class Call implements CurrentCall {
  readonly run: Run;
  readonly module: Module;
  readonly slot: string;
  readonly rank: number;
  /** Child calls of an uncompiled async forward that are in flight. */
  readonly frames = new Set<Frame>();
  #children = 0;
  #controller: AbortController | undefined = undefined;
  #aborted = false;
  #over = false;
  #grace: Timer | undefined = undefined;

  constructor(run: Run, module: Module, slot: string, rank: number) {
    this.run = run;
    this.module = module;
    this.slot = slot;
    this.rank = rank;
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#aborted) this.#controller.abort(this.run.stopReason);
    }
    return this.#controller.signal;
  }

  get aborted(): boolean {
    return this.#aborted;
  }

  /** `forward` has ended: what it left behind makes no more calls. */
  get over(): boolean {
    return this.#over;
  }

  /** Slot path for the next child call of an uncompiled async forward. */
  childPath(): string {
    return `${this.slot}/${this.#children++}`;
  }

  get deadline(): number | undefined {
    return this.run.options.deadline;
  }

  get idempotencyKey(): string {
    return `${this.run.id}:${this.slot}`;
  }

  get runNumber(): number {
    return this.run.number;
  }

  get priority(): number {
    return this.run.options.priority ?? 0;
  }

  get dispatch(): Dispatch {
    return this.run.options.dispatch;
  }

  /** Starts the leaf in `slot`; `result` becomes what it returns. */
  start(slot: Slot, args: readonly unknown[], label: string, result: Future): void {
    const { run, module } = this;
    const about = { run: run.number, slot: this.slot, label, module: labelOf(module), alias: aliasOf(module) };
    const end = (
      outcome: Extract<RunEvent, { type: "call-end" }>["outcome"],
      more?: { error: unknown } | { value: unknown },
    ): void => {
      slot.onCancel = undefined;
      this.#over = true;
      this.#grace?.cancel();
      run.emit({ type: "call-end", ...about, atMs: run.env.now(), outcome, ...more });
    };
    const succeed = (value: unknown): void => {
      if (slot.settled) return; // detached meanwhile
      if (this.#aborted) end("aborted");
      else end("ok", { value });
      // The dependents start before the slot is done: what they launch may be at the front at once.
      if (!this.#aborted) result.resolve(value);
      slot.succeed();
    };
    const fail = (error: unknown): void => {
      if (slot.settled) return;
      end(this.#aborted ? "aborted" : "error", { error });
      slot.fail(error);
    };

    run.emit({ type: "call-start", ...about, atMs: run.env.now() });
    if (!slot.waiting) {
      end("aborted"); // by the observer
      return;
    }
    run.calls++;
    slot.begin();
    slot.onCancel = () => {
      this.#aborted = true;
      this.#controller?.abort(this.run.stopReason);
      for (const frame of this.frames) frame.cancel();
      this.#grace = run.env.setTimer(() => {
        if (slot.settled) return;
        end("detached");
        slot.succeed();
      }, run.graceMs);
    };

    let value: unknown;
    try {
      const forward = (): unknown => module.forward(...(args as never[]));
      const invoke = needsComposite(module) ? () => insideComposite(this, forward) : forward;
      const { perform } = run.options;
      value = withCall(this, () => (perform ? perform(this, invoke) : invoke()));
    } catch (error) {
      fail(error);
      return;
    }
    // A thenable counts as a promise, as under `await`; only a primitive surely is none.
    if ((typeof value === "object" && value !== null) || typeof value === "function") {
      void awaited(
        value,
        (settled) => this.#join(() => succeed(settled)),
        (error) => {
          slot.doom();
          this.#join(() => fail(error));
        },
      );
    } else succeed(value);
  }

  /** Stops child calls that an uncompiled forward left behind, and goes on when none is left. */
  #join(then: () => void): void {
    this.#over = true;
    let left = this.frames.size;
    if (left === 0) {
      then();
      return;
    }
    for (const frame of this.frames) {
      const settled = frame.onSettled;
      frame.onSettled = (outcome) => {
        settled?.(outcome);
        if (--left === 0) then();
      };
    }
    for (const frame of [...this.frames]) frame.cancel();
  }
}
