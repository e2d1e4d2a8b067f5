// What a child gives is there before it ends, so the next round begins. A reader in it waits for the writers of the
// round before; when that one fails, it must not begin.
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
class Note extends Module {
  constructor(readonly store: string[]) {
    super();
  }
  forward(q: string): void {
    this.store.push(q);
  }
}
class Recall extends Module {
  t = new Text("recall");
  constructor(readonly store: string[]) {
    super();
  }
  forward(): string {
    return this.t(this.store.length);
  }
}
class Child extends Module {
  t = new Text("child");
  store: string[] = [];
  notes = new Map<string, Module<[string], any>>([["at", new Note(this.store)]]);
  recall: any = { at: new Recall(this.store) };
  forward(doc: string): unknown[] {
    const a = this.t(this.recall.at());
    for (let i = 0; i < 2; i++) {
      if (!a) break;
      this.notes.get("at")!(doc);
    }
    return [];
  }
}
export class Main extends Module {
  child = new Child();
  forward(doc: string): unknown {
    let rounds = 0;
    while (!this.child(doc).includes(doc)) {
      if (rounds++ >= 2) break;
    }
    return rounds;
  }
}
export const inputs = [["doc one"], ["a doc two"], ["three"]];
