import { describe, expect, it } from "vitest";
import type { LLMClient } from "../providers/types.js";
import { LLMInference } from "./llmInference.js";
import { Module } from "./module.js";
import { nearest } from "./nearest.js";
import { Sequential } from "./sequential.js";

const client: LLMClient = {
  complete: async (request) => ({
    text: `${request.alias}(${request.messages.map((m) => m.content).join()})`,
    finishReason: "stop",
    usage: { inputTokens: 1, outputTokens: 1, cachedTokens: 0 },
    model: "m",
  }),
};
const endpoint = { client };

class Pair extends Module {
  private first = new LLMInference({ alias: "fast" });
  steps = [new LLMInference({ alias: "smart" as string }), new LLMInference({ alias: "smart" as string })];

  async forward(text: string): Promise<string> {
    return (this.steps[0] as LLMInference)(await this.first(text));
  }
}

describe("bind", () => {
  it("names every alias without an endpoint, who uses it, and what there is", () => {
    expect(() => new Pair().bind({ endpoints: { smrt: endpoint } })).toThrow(
      `PLT1031: Pair uses aliases that have no endpoint:
  - "fast", used by Pair.first
  - "smart", used by Pair.steps.0, Pair.steps.1; did you mean "smrt"?
Of the endpoints, given are "smrt". Add the missing ones to "endpoints".`,
    );
    expect(() => new LLMInference({ alias: "a" as string }).bind({ endpoints: {} })).toThrow(
      /"a", used by LLMInference\nOf the endpoints, none are given/,
    );
    expect(() => new Pair().bind(undefined as never)).toThrow(/PLT1031/);
  });

  it("finds classes without forward before anything runs", () => {
    // @ts-expect-error: forward is missing
    class Empty extends Module {}
    class Outer extends Module {
      empty = new Empty();
      forward(): void {}
    }
    expect(() => new Outer().bind({ endpoints: {} })).toThrow(/PLT1018: Empty has no forward/);
  });

  it("finds a missing API key before any call", () => {
    const key = process.env["OPENAI_API_KEY"];
    delete process.env["OPENAI_API_KEY"];
    try {
      const module = new LLMInference({ alias: "a" });
      const bind = (): unknown => module.bind({ endpoints: { a: { provider: "openai", model: "gpt-4o-mini" } } });
      expect(bind).toThrow(expect.objectContaining({ code: "PLT1032" }));
    } finally {
      if (key !== undefined) process.env["OPENAI_API_KEY"] = key;
    }
  });

  it("runs a model call and a chain", async () => {
    const one = new LLMInference({ alias: "a" }).bind({ endpoints: { a: endpoint } });
    expect(await one("x")).toBe("a(x)");
    const two = new Sequential(new LLMInference({ alias: "a" }), new LLMInference({ alias: "b" })).bind({
      endpoints: { a: endpoint, b: endpoint },
    });
    expect(await two("x")).toBe("b(a(x))");
    expect(await two.batch(["x", "y"])).toEqual(["b(a(x))", "b(a(y))"]);
    await two.close();
    await expect(two("x")).rejects.toThrow(/PLT1035: Sequential has been closed/);
  });
});

describe("nearest", () => {
  it("suggests only what is close", () => {
    expect(nearest("smrt", ["fast", "smart"])).toBe("smart");
    expect(nearest("fast", ["comparer"])).toBeUndefined();
    expect(nearest("Fast", ["fast"])).toBe("fast");
  });
});
