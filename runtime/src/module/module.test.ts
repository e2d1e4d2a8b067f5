import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { PlaitError } from "../errors.js";
import { LLMInference } from "./llmInference.js";
import { isModule, Module } from "./module.js";
import { ModuleDict } from "./moduleDict.js";
import { ModuleList } from "./moduleList.js";
import { Parameter } from "./parameter.js";

class Compare extends Module {
  style = new Parameter("short", { description: "Style." });
  extractor = new LLMInference({ alias: "fast" });
  comparer = new LLMInference({ alias: "smart", systemPrompt: this.style });
  apiKey = "sk-secret";

  forward(a: string, b: string): string {
    return this.comparer(this.extractor(a) + this.extractor(b));
  }
}

describe("an instance", () => {
  it("is a function with the class as its prototype and its fields on itself", () => {
    const compare = new Compare();
    expect(typeof compare).toBe("function");
    expect(compare).toBeInstanceOf(Compare);
    expect(compare).toBeInstanceOf(Module);
    expect(Object.keys(compare)).toEqual(["style", "extractor", "comparer", "apiKey"]);
    expect(isModule(compare)).toBe(true);
    expect(isModule(Compare.prototype)).toBe(false);
    expect(isModule(() => 1)).toBe(false);
  });

  it("may have fields named as the members of functions, defined or assigned", () => {
    class Odd extends Module {
      override name = new LLMInference({ alias: "n" });
      override length = 7;
      override caller = "me";
      override arguments = ["x"];
      forward(): number {
        return this.length;
      }
    }
    const odd = new Odd();
    expect([odd.length, odd.caller, odd.arguments]).toEqual([7, "me", ["x"]]);
    expect(odd.namedChildren().map(([name]) => name)).toEqual(["name"]);

    class Assigned extends Module {
      constructor() {
        super();
        Object.assign(this, {
          name: "a",
          length: 1,
          caller: 2,
          arguments: 3,
          call: 4,
          apply: 5,
          prototype: 6,
        });
      }
      forward(): void {}
    }
    expect(Object.keys(new Assigned())).toEqual([
      "name",
      "length",
      "caller",
      "arguments",
      "call",
      "apply",
      "prototype",
    ]);
  });

  it("keeps #private members, accessors and inheritance", () => {
    class Base extends Module {
      #count = 1;
      get count(): number {
        return this.#count;
      }
      forward(x: number): number {
        return x + this.#count;
      }
    }
    class Sub extends Base {
      override forward(x: number): number {
        return super.forward(x) * 2;
      }
    }
    expect(new Sub().forward(1)).toBe(4);
    expect(new Sub().count).toBe(1);
  });

  it("says what to do when it is called outside a run", () => {
    expect(() => new Compare()("a", "b")).toThrow(expect.objectContaining({ code: "PLT1016" }));
    expect(() => new Compare().call(null, "a", "b")).toThrow(PlaitError);
  });

  it("says what to do when its class has no forward", () => {
    // @ts-expect-error: forward is missing, in types too
    class Empty extends Module {}
    expect(() => (new Empty() as Compare).forward("a", "b")).toThrow(/PLT1018: Empty has no forward\(\)/);
  });
});

describe("inspect", () => {
  it("shows modules and parameters and nothing that could be secret", () => {
    expect(inspect(new Compare()).replace(/\s+/g, " ")).toBe(
      'Compare { style: Parameter("short"), extractor: LLMInference(fast), comparer: LLMInference(smart) }',
    );
    expect(inspect(new LLMInference({ alias: "fast", providerOptions: { key: "sk-secret" } }))).toBe(
      "LLMInference(fast)",
    );
    expect(inspect(Compare.prototype)).not.toContain("undefined");
  });

  it("stops at cycles and at the depth", () => {
    class Ring extends Module {
      next: Ring | undefined;
      forward(): void {}
    }
    const ring = new Ring();
    ring.next = new Ring();
    ring.next.next = ring;
    expect(inspect(ring, { depth: null })).toBe("Ring { next: Ring { next: [Circular Ring] } }");
    expect(inspect({ a: { b: ring } }, { depth: 1 })).toContain("[Ring]");
  });
});

describe("training mode", () => {
  it("goes through the tree", () => {
    const compare = new Compare();
    expect(compare.training).toBe(false);
    expect(compare.train()).toBe(compare);
    expect(compare.modules().map((m) => m.training)).toEqual([true, true, true]);
    compare.extractor.eval();
    expect(compare.modules().map((m) => m.training)).toEqual([true, false, true]);
    expect(
      compare
        .eval()
        .modules()
        .some((m) => m.training),
    ).toBe(false);
    expect(Object.keys(compare)).not.toContain("training");
  });
});

describe("containers", () => {
  const a = new LLMInference({ alias: "a" });
  const b = new LLMInference({ alias: "b" });

  it("ModuleList is a list", () => {
    const list = new ModuleList<LLMInference>([a]);
    expect(list.push(b)).toBe(2);
    expect([...list]).toEqual([a, b]);
    expect([list.length, list[0], list[1], list.at(-1), list.at(5)]).toEqual([2, a, b, b, undefined]);
    expect(list.map((m, i) => `${i}${m.alias}`)).toEqual(["0a", "1b"]);
    expect(list.namedChildren()).toEqual([
      ["0", a],
      ["1", b],
    ]);
    expect(new ModuleList().length).toBe(0);
  });

  it("ModuleDict is a dictionary whose keys may have any name", () => {
    const dict = new ModuleDict({ get: a, "v1.2": b });
    expect([...dict.keys()]).toEqual(["get", "v1.2"]);
    expect([dict.get("get"), dict.has("nope"), dict.size]).toEqual([a, false, 2]);
    expect([...dict]).toEqual([...dict.entries()]);
    expect([...dict.values()]).toEqual([a, b]);
    expect(dict.namedChildren().map(([name]) => name)).toEqual(["get", '["v1.2"]']);
  });

  it("check their items and cannot be called", () => {
    expect(() => new ModuleList([(() => 1) as never])).toThrow(/PLT1018: item 0 of a ModuleList must be a module/);
    expect(() => new ModuleDict({ x: 3 as never })).toThrow(/"x" of a ModuleDict must be a module, not number/);
    const list = new ModuleList([a]);
    expect(() => list.push(null as never)).toThrow(/item 1/);
    expect(list.length).toBe(1);
    expect(() => list.forward()).toThrow(/PLT1018: a ModuleList holds modules/);
    expect(() => new ModuleDict({}).forward()).toThrow(/PLT1018/);
  });
});
