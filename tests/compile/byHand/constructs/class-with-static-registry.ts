// class with static registry
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Registry { static all: Record<string, (x: string) => string> = {}; static set(k: string, f: (x: string) => string) { Registry.all[k] = f; } static run(k: string, x: string) { return this.all[k]?.(x) ?? "none"; } }
export class Main extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    Registry.set("a", (x) => this.t(x));
    const r = [Registry.run("a", doc), Registry.run("zz", "x")];
    Registry.set("a", (x) => this.u(x));
    return [r, Registry.run("a", "y"), Object.keys(Registry.all)];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["x3"]];
