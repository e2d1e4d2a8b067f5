/** What `bind` returns: the pipeline as an async function, with its batch, its stream and its settings. */
import { PlaitError } from "../errors.js";
import type { Module } from "../module/module.js";
import type { Dispatcher } from "../resources/dispatcher.js";
import { arityOf } from "./arity.js";
import { runBatch } from "./batch.js";
import { execute } from "./execute.js";
import type { Source } from "./pool.js";
import { planOf, type PlanTree } from "./protocol.js";
import { deadlineAt, defaultConcurrency, mergeSettings, type RunSettings, type StreamSettings } from "./settings.js";
import { ResultStream, type StreamResult } from "./stream.js";

/** What a run returns. */
export type OutputOf<M extends Module> = Awaited<ReturnType<M["forward"]>>;

/** An item of a batch: the value where `forward` has one parameter, a tuple where it has several or none. */
export type BatchInput<M extends Module> = InputOf<Parameters<M["forward"]>>;
type InputOf<P extends readonly unknown[]> = number extends P["length"]
  ? P
  : Required<P>["length"] extends 1
    ? P[0]
    : P;

/** Where the inputs of a batch or stream come from. Arrays are named for the sake of clear type errors. */
export type Inputs<I> = readonly I[] | Iterable<I> | AsyncIterable<I>;

/** A pipeline that is bound to its endpoints. */
export interface Bound<M extends Module> {
  /** One run. Rejects with the first error in program order, after everything that it started has stopped. */
  (...args: Parameters<M["forward"]>): Promise<OutputOf<M>>;

  /**
   * A run for each input, results in input order. Inputs may come from an iterable or async iterable, which
   * is read only as far as there is room. When runs fail, the rest is aborted and joined, and the promise
   * rejects with the error of the first input that failed, in input order.
   */
  batch(inputs: Inputs<BatchInput<M>>, settings?: RunSettings): Promise<OutputOf<M>[]>;

  /**
   * A run for each input, results as they come; a run that fails is a result with `ok: false`. Starts with
   * the first result that is asked for. Breaking out of the loop aborts the rest and waits for it. The
   * iterator itself throws when the inputs do, or when the signal is aborted.
   */
  stream(
    inputs: Inputs<BatchInput<M>>,
    settings?: StreamSettings,
  ): AsyncIterableIterator<StreamResult<BatchInput<M>, OutputOf<M>>, undefined>;

  /**
   * The same pipeline, on the same endpoints, with settings. They add up: `p.with({ priority: 1 }).with({ signal })`
   * has both, and the later of two wins.
   *
   * @throws PlaitError PLT1049 for a setting that does not exist or has a wrong value.
   */
  with(settings: RunSettings): Bound<M>;

  /** The plans of the module and of its children, as data. */
  readonly plan: PlanTree;
  /** Calls, tokens, latencies and cost so far, by alias and endpoint. */
  metrics(): ReturnType<Dispatcher["metrics"]>;
  /** What all calls have cost so far. */
  cost(): ReturnType<Dispatcher["cost"]>;
  /** Takes no new runs, waits for those that run, and closes the connections. */
  close(): Promise<void>;
  /** The module itself, for its parameters and children. */
  readonly module: M;
}

/** What a bound pipeline and all its `with` variants share. */
class Host {
  readonly module: Module;
  readonly dispatcher: Dispatcher;
  readonly #live = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined = undefined;

  constructor(module: Module, dispatcher: Dispatcher) {
    this.module = module;
    this.dispatcher = dispatcher;
  }

  async run(
    args: readonly unknown[],
    settings: RunSettings,
    signal = settings.signal,
    runId = settings.runId,
  ): Promise<unknown> {
    if (this.#closing) {
      throw new PlaitError(
        "PLT1035",
        `${this.module.constructor.name} has been closed. Bind the module again for new runs.`,
      );
    }
    const { dispatcher } = this;
    const run = execute(this.module, args, {
      dispatch: dispatcher,
      signal,
      deadline: deadlineAt(settings.deadline, dispatcher.env),
      priority: settings.priority,
      runId,
      onEvent: settings.onEvent,
    });
    this.#live.add(run);
    try {
      return await run;
    } finally {
      this.#live.delete(run);
    }
  }

  close(): Promise<void> {
    this.#closing ??= Promise.allSettled(this.#live).then(() => this.dispatcher.close());
    return this.#closing;
  }

  /** The arguments for one item of a batch. */
  argsOf(input: unknown, index: number): readonly unknown[] {
    const arity = arityOf(this.module);
    if (arity === "one") return [input];
    if (Array.isArray(input)) return input as unknown[];
    if (arity === "rest") return [input];
    throw new PlaitError(
      "PLT1047",
      `input ${index} must be a list of arguments, because forward() of ${this.module.constructor.name} does not have exactly one parameter: [[a1, b1], [a2, b2], …].`,
    );
  }

  /** What batch and stream give their pool. */
  many(inputs: unknown, settings: StreamSettings, where: string) {
    const iterable = (typeof inputs === "object" && inputs !== null) || typeof inputs === "function";
    if (!iterable || !(Symbol.iterator in inputs || Symbol.asyncIterator in inputs)) {
      throw new PlaitError(
        "PLT1047",
        `${where}() takes an array, an iterable or an async iterable of inputs, not ${inputs === null ? "null" : typeof inputs}.`,
      );
    }
    return {
      inputs: inputs as Source<unknown>,
      limit: settings.maxConcurrent ?? defaultConcurrency(this.dispatcher.admits),
      signal: settings.signal,
      onProgress: settings.onProgress,
      run: async (input: unknown, index: number, signal: AbortSignal): Promise<unknown> => {
        const runId = settings.runId === undefined ? undefined : `${settings.runId}/${index}`;
        return this.run(this.argsOf(input, index), settings, signal, runId);
      },
    };
  }
}

/** Makes the callable for a module whose aliases have been checked. */
export function createBound<M extends Module>(module: M, dispatcher: Dispatcher): Bound<M> {
  return callableOf(new Host(module, dispatcher), {}) as unknown as Bound<M>;
}

function callableOf(host: Host, settings: RunSettings): object {
  const { module, dispatcher } = host;
  const call = async (...args: unknown[]): Promise<unknown> => {
    const output = await host.run(args, settings);
    settings.onProgress?.(1, 1);
    return output;
  };
  const members = {
    async batch(inputs: unknown, inner?: RunSettings): Promise<unknown[]> {
      const merged = mergeSettings(settings, inner, "batch");
      const { inputs: source, ...options } = host.many(inputs, merged, "batch");
      return runBatch(source, options);
    },
    stream(inputs: unknown, inner?: StreamSettings): ResultStream {
      const merged = mergeSettings(settings, inner, "stream");
      const { inputs: source, ...options } = host.many(inputs, merged, "stream");
      return new ResultStream(source, { ...options, preserveOrder: merged.preserveOrder ?? false });
    },
    with: (inner: RunSettings): object => callableOf(host, mergeSettings(settings, inner, "with")),
    metrics: () => dispatcher.metrics(),
    cost: () => dispatcher.cost(),
    close: () => host.close(),
    module,
    name: `bound ${module.constructor.name}`,
  };
  for (const [name, value] of Object.entries(members)) Object.defineProperty(call, name, { value, configurable: true });
  return Object.defineProperty(call, "plan", { get: () => planOf(module), configurable: true });
}
