import { describe, expect, it } from "vitest";
import { LLMInference } from "./llmInference.js";
import { Module } from "./module.js";
import { ModuleDict } from "./moduleDict.js";
import { ModuleList } from "./moduleList.js";
import { Parameter } from "./parameter.js";
import { ParameterDict } from "./parameterDict.js";
import { ParameterList } from "./parameterList.js";
import { Sequential } from "./sequential.js";

const llm = (alias: string): LLMInference => new LLMInference({ alias });
const fixed = (text: string): Parameter => new Parameter(text, { requiresGrad: false });
const names = (pairs: readonly [string, unknown][]): string[] => pairs.map(([name]) => name);

class Inner extends Module {
  style = fixed("inner");
  extractor = llm("x");
  forward(): void {}
}

describe("discovery", () => {
  it("finds modules in every kind of field, in field order", () => {
    class Everything extends Module {
      direct = new Inner();
      steps = [new Inner(), llm("s")];
      byName = { a: llm("a"), count: 3, deep: [[llm("deep")]] };
      map = new Map<unknown, Module>([
        ["k", llm("m")],
        [1, llm("one")],
        ["1", llm("one")],
        [{}, llm("object")],
      ]);
      set = new Set([llm("set")]);
      list = new ModuleList([llm("l")]);
      dict = new ModuleDict({ "v1.2": llm("d") });
      chain = new Sequential(llm("c0"), llm("c1"));
      private hidden = llm("private");
      #secret = llm("hash");
      date = new Date();
      nothing = null;
      get lazy(): Module {
        throw new Error("must not run");
      }
      forward(): unknown {
        return [this.hidden, this.#secret];
      }
    }
    const all = new Everything();
    Object.defineProperty(all, "getter", { enumerable: true, get: () => expect.unreachable() });
    expect(names(all.namedModules())).toEqual([
      "",
      "direct",
      "direct.extractor",
      "steps.0",
      "steps.0.extractor",
      "steps.1",
      "byName.a",
      "byName.deep.0.0",
      "map.k",
      "map.1",
      "map.1.#2",
      "map.3",
      "set.0",
      "list",
      "list.0",
      "dict",
      'dict["v1.2"]',
      "chain",
      "chain.0",
      "chain.1",
      "hidden",
    ]);
    expect(all.children().length).toBe(14);
  });

  it("lists shared modules and parameters once, under their first name, and survives cycles", () => {
    class Ring extends Module {
      style = fixed("s");
      again = this.style;
      asker = new LLMInference({ alias: "a", systemPrompt: this.style });
      same = this.asker;
      next: Ring = this;
      data: unknown[] = [];
      forward(): void {}
    }
    const ring = new Ring();
    ring.data.push(ring.data, ring);
    expect(names(ring.namedModules())).toEqual(["", "asker"]);
    expect(names(ring.namedParameters())).toEqual(["style"]);
    expect(names(ring.namedChildren())).toEqual(["asker", "next"]);
  });

  it("finds parameters in lists, dicts and model calls", () => {
    class Prompts extends Module {
      rules = new ParameterList([fixed("r0"), fixed("r1")]);
      styles = new ParameterDict({ short: fixed("s") });
      asker = new LLMInference({ alias: "a", systemPrompt: "Be kind." });
      plain = [fixed("p")];
      inner = new Inner();
      forward(): void {}
    }
    expect(new Prompts().stateDict()).toEqual({
      "rules.0": "r0",
      "rules.1": "r1",
      "styles.short": "s",
      "plain.0": "p",
      "asker.systemPrompt": "Be kind.",
      "inner.style": "inner",
    });
  });

  it("does not care how deep data or modules are nested", () => {
    class Node extends Module {
      data: unknown;
      next: Node | undefined;
      forward(): void {}
    }
    const root = new Node();
    let data: unknown = llm("bottom");
    for (let i = 0; i < 20_000; i++) data = [data];
    root.data = data;
    let last = root;
    for (let i = 0; i < 2_000; i++) last = last.next = new Node();
    expect(root.modules().length).toBe(2_002);
  });
});

describe("loadStateDict", () => {
  class Two extends Module {
    a = fixed("1");
    b = fixed("2");
    forward(): void {}
  }

  it("round-trips", () => {
    const two = new Two();
    two.loadStateDict({ a: "x", b: "y" });
    expect(JSON.parse(JSON.stringify(two.stateDict()))).toEqual({ a: "x", b: "y" });
  });

  it("names every problem and changes nothing", () => {
    const two = new Two();
    expect(() => two.loadStateDict({ a: "x", bb: "y", c: 3 })).toThrow(
      /PLT1019.*nothing was changed.\n {2}- "bb" is no parameter of this module; did you mean "b"\?\n {2}- "c" is no parameter.*\n {2}- "b" is missing/s,
    );
    expect(() => two.loadStateDict({ a: "x", b: 2 })).toThrow(/"b" must be text, not number/);
    expect(() => two.loadStateDict({ a: "x", b: null, zz: "" }, { strict: false })).toThrow(
      /"b" must be text, not null/,
    );
    expect(two.stateDict()).toEqual({ a: "1", b: "2" });
  });

  it("with strict: false loads what matches", () => {
    const two = new Two();
    two.loadStateDict({ b: "y", c: "z" }, { strict: false });
    expect(two.stateDict()).toEqual({ a: "1", b: "y" });
  });
});
