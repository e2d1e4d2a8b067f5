// iterator object whose return is called
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Flag extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): boolean { return leaf(this.id, "flag", ...args); } }
export class Main extends Module {
  t = new Text("t");
  u = new Text("u");
  flag = new Flag("flag");
  forward(doc: string): unknown {
    const log: unknown[] = [];
    const it = (n: number) => ({ [Symbol.iterator]() { let i = 0; return { next() { log.push("n" + i); return { done: i >= n, value: i++ }; }, return() { log.push("r"); return {}; } }; } });
    for (const x of it(4)) { log.push(this.t(x)); if (this.flag(x)) break; }
    const [p, q] = it(5);
    const [...all] = it(2);
    outer: for (const x of it(2)) { for (const y of it(2)) { log.push(this.u(x, y)); continue outer; } }
    return [log, p, q, all];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["x3"]];
