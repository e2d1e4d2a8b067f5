// Holes of lists that are joined and spread before it is known what is in them: as spread ones they are `undefined`.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
declare function effect(...args: unknown[]): string;
class Text extends Module { constructor(readonly id: string) { super(); } forward(...args: unknown[]): string { return leaf(this.id, "text", ...args); } }
export class Main extends Module {
  t = new Text("t");
  forward(doc: string): unknown {
    this.t("before");
    const late = effect(doc);
    const some = () => [, , late].map((a) => this.t("some", a));
    const kept = ([] as any[]).concat(some(), [, doc]);
    return [
      [...([] as any[]).concat(some())].reduce((sofar, m) => this.t(sofar, m)),
      [...kept, ...[, 1]].map((x, i) => this.t(String(x), i)),
      kept.map((x, i) => this.t(String(x), i)),
      [...kept].filter((x) => x === undefined).length,
      Math.max(...[...kept].map((x) => String(x).length)),
      kept.flat().length,
    ];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["three"]];
