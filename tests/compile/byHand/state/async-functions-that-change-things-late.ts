// Async functions without module calls go on changing objects until their promises settle: who reads these objects
// behind the `await` waits for that.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module {
  constructor(readonly id: string) {
    super();
  }
  forward(...args: unknown[]) {
    return leaf(this.id, "text", ...args);
  }
}
async function late(s: string): Promise<string> {
  await null;
  return s + "!";
}
class Alone extends Module {
  t = new Text("alone");
  async forward(doc: string) {
    const kept: string[] = [];
    const add = async (q: string) => {
      kept.push(await late(q));
    };
    const first = await add(doc);
    const adds = { add };
    const said = (await this.t(kept, first)) + kept.length;
    await adds.add(said);
    const later = add("later");
    await later;
    return [said, kept, await this.t(kept)];
  }
}
class Joined extends Module {
  t = new Text("joined");
  async forward(doc: string) {
    const kept: string[] = [];
    const add = async (q: string) => {
      kept.push(await late(q));
      return kept.length;
    };
    const lengths = await Promise.all([doc, "b"].map((x) => add(x)));
    const said = await this.t(lengths, kept);
    const outcomes = await Promise.allSettled([doc, said].map((x) => add(x)));
    const promises: Promise<number>[] = [];
    for (const x of ["c", "d"]) promises.push(add(x));
    await Promise.all(promises);
    return [lengths, outcomes, kept, await this.t(kept.length)];
  }
}
class Mixed extends Module {
  t = new Text("mixed");
  async forward(doc: string) {
    const kept: string[] = [];
    const add = async (q: string) => {
      kept.push(await late(q));
      return q + "?";
    };
    const all = await Promise.all(
      [doc, await this.t("b")].map(async (x) => {
        const own = add(x);
        if (x === doc) return this.t(x);
        return own;
      }),
    );
    const go = async () => {
      const x = await add(doc);
      return this.t(kept, x);
    };
    return [all[0], await this.t(all), kept.length, await go()];
  }
}
export class Main extends Module {
  alone = new Alone();
  joined = new Joined();
  mixed = new Mixed();
  t = new Text("main");
  notes: string[] = [];
  count = 0;
  async note(q: string) {
    const r = await late(q);
    this.notes.push(r);
    this.count += 1;
    return r;
  }
  async forward(doc: string): Promise<unknown> {
    await this.note(doc);
    const a = await this.t(this.notes.length);
    await Promise.all(this.notes.map((x) => this.note(x)));
    const own = [a, this.count, await this.t(this.notes)];
    return [own, await this.alone(doc), await this.joined(doc), await this.mixed(doc)];
  }
}
export const inputs = [["doc one"], ["a doc two"], ["three"]];
