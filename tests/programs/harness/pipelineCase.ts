/** One program of the corpus: how to make it, what to feed it, what the mock answers, and its twin by hand. */
import type { Module } from "plait";
import type { Answers, Model } from "./model.js";

export interface PipelineCase {
  /** Name of the file in `tests/programs`. */
  name: string;
  /** What it is an example of, in a few words. */
  title: string;
  /** The first one is the one that is timed. */
  inputs: readonly unknown[][];
  answers: Answers;
  make(exports: never, model: Model): Module;
  twin(model: Model, ...args: never[]): Promise<unknown>;
}

/** Checks that inputs and twin have the types of the program's `forward`. */
export function pipelineCase<E, M extends Module>(written: {
  name: string;
  title: string;
  inputs: readonly Parameters<M["forward"]>[];
  answers: Answers;
  make: (exports: E, model: Model) => M;
  twin: (model: Model, ...args: Parameters<M["forward"]>) => Promise<Awaited<ReturnType<M["forward"]>>>;
}): PipelineCase {
  return written as unknown as PipelineCase; // the types have done their work
}
