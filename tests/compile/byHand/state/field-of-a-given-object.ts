// A child writes to an object that it shares with its parent, who reads it under a name of its own.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module {
  constructor(readonly id: string) {
    super();
  }
  forward(...args: unknown[]): string {
    return leaf(this.id, "text", ...args);
  }
}
interface Box {
  last: string;
}
class Child extends Module {
  t = new Text("child");
  constructor(readonly box: Box) {
    super();
  }
  forward(q: string) {
    this.box.last = this.t(q);
    return q;
  }
}
export class Main extends Module {
  box: Box = { last: "" };
  child = new Child(this.box);
  forward(doc: string): unknown {
    const { box } = this;
    this.child(doc);
    const one = box.last;
    this.child(one);
    return [one, box.last];
  }
}
export const inputs = [["doc one"], ["a doc two"]];
