// retries, pools, pipes and memories in a file that knows nothing of modules
import { Module } from "plait";
import { Text } from "./base.js";
import { mapPool, memo, pipe, timed, tryAgain, withRetry } from "./utils.js";
export class Main extends Module {
  a = new Text("a");
  b = new Text("b");
  async forward(doc: string): Promise<unknown> {
    const kept = await withRetry(async () => this.a(doc));
    const pool = await mapPool(["x", "y", doc], async (q) => this.b(q, doc), 2);
    const { value } = timed(() => this.a(doc, "timed"));
    const again = tryAgain(() => this.b(doc));
    const piped = pipe([(q) => this.a(q), (q) => this.b(q)], doc);
    const known = memo((q) => this.b(q));
    return [kept, pool, value, again, piped, known("k"), known("k"), known(doc)];
  }
}
export const inputs = [["doc one"], ["a doc two"]];
// @file: base.ts
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
export class Text extends Module {
  constructor(readonly id: string) {
    super();
  }
  forward(...args: unknown[]): string {
    return leaf(this.id, "text", ...args);
  }
}
// @file: utils.ts
export async function withRetry<T>(fn: () => Promise<T>, times = 3): Promise<T> {
  let last: unknown;
  for (let i = 0; i < times; i++) {
    try {
      return await fn();
    } catch (error) {
      last = error;
    }
  }
  throw last;
}
export function tryAgain<T>(fn: () => T, times = 3): T {
  let last: unknown;
  for (let i = 0; i < times; i++) {
    try {
      return fn();
    } catch (error) {
      last = error;
    }
  }
  throw last;
}
export async function mapPool<A, B>(items: A[], fn: (item: A) => Promise<B>, size: number): Promise<B[]> {
  const out: B[] = [];
  for (let i = 0; i < items.length; i += size) {
    out.push(...(await Promise.all(items.slice(i, i + size).map(fn))));
  }
  return out;
}
export function timed<T>(fn: () => T): { value: T } {
  const value = fn();
  return { value };
}
export const pipe = (fns: ((q: string) => string)[], q: string): string => fns.reduce((at, fn) => fn(at), q);
export function memo(fn: (q: string) => string): (q: string) => string {
  const seen = new Map<string, string>();
  return (q) => {
    let known = seen.get(q);
    if (known === undefined) {
      known = fn(q);
      seen.set(q, known);
    }
    return known;
  };
}
