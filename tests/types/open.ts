/** What types cannot see does not make binding impossible; what they can see is still required. */
import { LLMInference, Module, type LoadedResources } from "plait";
import { endpoint } from "./expect.js";

class Private extends Module {
  private one = new LLMInference({ alias: "one" });
  protected two = new LLMInference({ alias: "two" });
  #three = new LLMInference({ alias: "three" });
  four = new LLMInference({ alias: "four" });
  forward(x: string): string {
    return this.four(this.#three(this.two(this.one(x))));
  }
}
new Private().bind({
  endpoints: { one: endpoint, two: endpoint, three: endpoint, four: endpoint },
});
// error TS2322: 'four' is missing
new Private().bind({ endpoints: { one: endpoint, two: endpoint, three: endpoint } });

class HoldsPrivate extends Module {
  inner = [new Private()];
  five = new LLMInference({ alias: "five" });
  forward(x: string): string {
    return this.five(x);
  }
}
new HoldsPrivate().bind({
  endpoints: { one: endpoint, two: endpoint, three: endpoint, four: endpoint, five: endpoint },
});
// error TS2322: 'five' is missing
new HoldsPrivate().bind({ endpoints: { four: endpoint } });

class Widened extends Module {
  chosen = new LLMInference({ alias: "chosen" as string });
  fixed = new LLMInference({ alias: "fixed" });
  forward(x: string): string {
    return this.fixed(this.chosen(x));
  }
}
new Widened().bind({ endpoints: { chosen: endpoint, fixed: endpoint } });
// error TS2322: 'fixed' is missing
new Widened().bind({ endpoints: { chosen: endpoint } });

class Dynamic extends Module {
  tools = new Map<string, Module>();
  anything: any;
  something: unknown;
  fixed = new LLMInference({ alias: "fixed" });
  forward(x: string): string {
    return this.fixed(x);
  }
}
new Dynamic().bind({ endpoints: { fixed: endpoint, search: endpoint } });
// error TS2322: 'fixed' is missing
new Dynamic().bind({ endpoints: { search: endpoint } });

declare const loaded: LoadedResources;
new Dynamic().bind(loaded);
