// event emitter
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
class Emitter { h: Record<string, ((x: string) => void)[]> = {}; on(e: string, f: (x: string) => void) { (this.h[e] ??= []).push(f); return this; } emit(e: string, x: string) { for (const f of this.h[e] ?? []) f(x); return this; } }
export class Main extends Module {
  t = new Text("t");
  u = new Text("u");
  forward(doc: string): unknown {
    const log: string[] = [];
    const em = new Emitter().on("a", (x) => { log.push(this.t(x)); }).on("a", (x) => { log.push("second " + x); }).on("b", (x) => { log.push(this.u(x)); em.emit("a", x + "!"); });
    em.emit("b", doc).emit("none", "x").emit("a", "y");
    return log;
  }
}
export const inputs = [["doc one"], ["a doc two"], ["x3"]];
