// Functions that make module calls, inside of an object or a list that a function of another file is given: it calls
// members, elements, what it takes out of its parameter and what it passes on.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
declare function effect(...args: unknown[]): void;
import { all, build, chosen, outer, pair, retry, walk } from "./helpers.js";
class Text extends Module {
  constructor(readonly id: string) {
    super();
  }
  forward(...args: unknown[]): string {
    return leaf(this.id, "text", ...args);
  }
}
class Flag extends Module {
  forward(...args: unknown[]): boolean {
    return leaf("flag", "flag", ...args);
  }
}
export class Main extends Module {
  a = new Text("a");
  b = new Text("b");
  c = new Text("c");
  flag = new Flag();
  forward(doc: string): unknown {
    const out: unknown[] = [];
    const tree = build(doc, 1);
    walk(tree, {
      enter: (n) => {
        n.name = this.a(n.name);
        out.push(n.name);
      },
      leave: (n) => {
        out.push(this.b(n.name));
      },
    });
    const tried = retry({
      times: 3,
      run: (i) => {
        if (i < 1 && this.flag(doc, i)) throw new Error("not yet");
        return this.a(doc, i);
      },
      onError: (e) => effect(String(e)),
    });
    const kept = { prefix: "p", first: this.a, second: (q: string) => this.b(this.a(q)) };
    const named = pair(doc, {
      prefix: "own",
      first(q) {
        return this.prefix + q;
      },
      second: (q) => this.b(q),
    });
    const nested = all(doc, { steps: { first: (q) => this.a(q) }, more: [(q) => this.b(q), (q) => q + "!"] });
    const one = chosen(doc, [{ name: "x", run: (q) => this.b(q) }, { name: "y", run: (q) => this.a(q) }], "y");
    return [out, tree, tried, pair(doc, kept), named, nested, one, outer(doc, kept), this.c(doc)];
  }
}
export const inputs = [["doc one"], ["a doc two"]];
// @file: helpers.ts
export interface Tree {
  name: string;
  kids: Tree[];
}
export const build = (name: string, depth: number): Tree => ({
  name,
  kids: depth > 0 ? [build(name + "l", depth - 1), build(name + "r", depth - 1)] : [],
});
export interface Visitor {
  enter?(n: Tree): void;
  leave?(n: Tree): void;
}
export function walk(root: Tree, visitor: Visitor): void {
  const go = (n: Tree): void => {
    visitor.enter?.(n);
    for (const kid of n.kids) go(kid);
    visitor.leave?.(n);
  };
  go(root);
}
export interface Options<T> {
  times: number;
  run: (i: number) => T;
  onError?: (e: unknown) => void;
}
export function retry<T>({ times, run, onError }: Options<T>): T {
  let last: unknown;
  for (let i = 0; i < times; i++) {
    try {
      return run(i);
    } catch (e) {
      last = e;
      onError?.(e);
    }
  }
  throw last;
}
export interface Pair {
  prefix: string;
  first(q: string): string;
  second: (q: string) => string;
}
export function pair(q: string, given: Pair): string[] {
  const x = given.first(q);
  return [x, given.second(x)];
}
export const outer = (q: string, given: Pair): string[] => pair(q + "o", given);
export interface All {
  steps: { first(q: string): string };
  more: ((q: string) => string)[];
}
export function all(q: string, given: All): string {
  let x = given.steps.first(q);
  for (const f of given.more) x = f(x);
  return x;
}
export interface Step {
  name: string;
  run: (q: string) => string;
}
export function chosen(q: string, steps: Step[], name: string): string {
  const found = steps.find((step) => step.name === name);
  const texts = steps.map((step) => step.name + step.run(q));
  return texts.join() + (found ? found.run(q) : "none");
}
