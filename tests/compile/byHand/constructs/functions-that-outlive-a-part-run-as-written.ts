// Functions made in a part of the method that runs as written, and called when it is over, share variables with the
// method: what they change is seen outside, and what is changed outside is seen by them.
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
class Same extends Module {
  forward(table: Record<string, number>): Record<string, unknown> {
    return leaf("same", "same", table);
  }
}
export class Main extends Module {
  a = new Text("a");
  b = new Text("b");
  same = new Same();
  counter(doc: string): unknown {
    let asked = 0;
    const asker = {
      prefix: "p",
      ask: (q: string): string => {
        asked += 1;
        return this.a(q, asked);
      },
      twice(q: string): unknown {
        return [asker.ask(q), asker.ask(this.prefix + q)];
      },
    };
    const first = asker.twice(doc);
    return [first, asked, asker.twice("again"), asked];
  }
  read(doc: string): unknown {
    let tone = "plain";
    const table = this.same({ x: 1, y: 2 });
    const say: Record<string, (q: string) => unknown> = {};
    for (const key in table) {
      table[key] = this.b(key);
      say[key] = (q) => [q, key, tone];
    }
    tone = "loud";
    return [say["x"]?.(doc), say["y"]?.(doc), tone];
  }
  async inTurn(doc: string): Promise<unknown> {
    let done = 0;
    const results = await Promise.allSettled(
      [doc, "more"].map(async (q) => {
        done++;
        const answer = await this.a(q);
        done += 10;
        return answer;
      }),
    );
    return [results.length, done];
  }
  forward(doc: string): unknown {
    return [this.counter(doc), this.read(doc), this.inTurn(doc)];
  }
}
export const inputs = [["doc one"], ["a doc two"]];
