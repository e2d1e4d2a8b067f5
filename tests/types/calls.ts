/** `this.child(x)` has the type of the child's forward. */
import { callable, LLMInference, Module, Parameter, type Answer, type StandardSchema } from "plait";
import { endpoint, type Equal, type Expect } from "./expect.js";

class Search extends Module {
  async forward(query: string, limit?: number): Promise<string[]> {
    return [query].slice(0, limit);
  }
}
class Pick<T> extends Module {
  forward<U extends T>(items: readonly U[]): U | undefined {
    return items[0];
  }
}
declare const schema: StandardSchema<{ n: number }>;

class Calls extends Module {
  style = new Parameter("short", { description: "Style." });
  asker = new LLMInference({ alias: "a", systemPrompt: this.style });
  typed = new LLMInference({ alias: "b", output: schema });
  tools = new LLMInference({ alias: "c", tools: [{ name: "t", parameters: {} }] });
  both = new LLMInference({ alias: "d", tools: [{ name: "t", parameters: {} }], output: schema });
  search = new Search();
  pick = callable(new Pick<unknown>());

  forward(question: string): string {
    const hits: string[] = this.search(question);
    const more: string[] = this.search(question, 3);
    const n: number = this.typed(question).n;
    const answer: Answer = this.tools([{ role: "user", content: question }]);
    const output: { n: number } | undefined = this.both(question).output;
    const first: string | undefined = this.pick(hits);
    // error TS2345: 'number' is not assignable to parameter of type 'string'
    this.search(n);
    // error TS2554: Expected 1-2 arguments, but got 0
    this.search();
    // error TS2353: 'prompt' does not exist
    this.asker({ prompt: question });
    // error TS2322: 'string[]' is not assignable to type 'string'
    const wrong: string = this.search(question);
    return this.asker(`${this.style} ${more} ${answer.text} ${output?.n} ${first} ${wrong}`);
  }
}

class Awaits extends Module {
  search = new Search();
  async forward(query: string, ..._tags: string[]): Promise<number> {
    return (await this.search(query)).length;
  }
}

const calls = new Calls().bind({
  endpoints: { a: endpoint, b: endpoint, c: endpoint, d: endpoint },
});
export const text: Promise<string> = calls("x");
// error TS2345: 'number' is not assignable to parameter of type 'string'
void calls(3);
const awaits = new Awaits().bind({ endpoints: {} });
export const count: Promise<number> = awaits("x", "tag");

// @ts-expect-error: a class without forward
export class Empty extends Module {}
// error TS2515: does not implement inherited abstract member forward
export class Missing extends Module {}

export async function running(): Promise<void> {
  const texts: string[] = await calls.batch(["a", "b"], { maxConcurrent: 2 });
  // error TS2322: 'number' is not assignable to type 'string'
  await calls.batch([3]);
  const search = new Search().bind({ endpoints: {} });
  await search.batch([["a", 3], ["b"]]);
  // error TS2322: 'string' is not assignable to type '[query: string, limit?: number
  await search.batch(["a"]);
  await awaits.batch([["a", "tag", "tag"]]);
  for await (const result of calls.with({ priority: 1 }).stream(texts, { preserveOrder: true })) {
    const input: string = result.input;
    if (result.ok) console.log(result.output.length + input.length);
    else console.log(result.index, result.error);
    // error TS2339: Property 'output' does not exist
    console.log(result.output);
  }
  // error TS2353: 'checkpoint' does not exist in type 'RunSettings'
  calls.with({ checkpoint: "dir" });
  const module: Calls = calls.module;
  module.stateDict();
}
export type Module1 = Expect<Equal<Awaited<ReturnType<typeof calls>>, string>>;
