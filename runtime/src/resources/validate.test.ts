import { describe, expect, it } from "vitest";
import { PlaitError } from "../errors.js";
import { defineResources } from "./config.js";
import { validateConfig } from "./validate.js";

const ok = { provider: "openai", model: "m" };
function problems(config: unknown): string {
  try {
    validateConfig(config);
  } catch (error) {
    expect(error).toBeInstanceOf(PlaitError);
    expect((error as PlaitError).code).toBe("PLT1033");
    return (error as Error).message;
  }
  return "";
}
const endpoint = (more: object): string => problems({ endpoints: { fast: { ...ok, ...more } } });

describe("validateConfig", () => {
  it("takes what is right", () => {
    expect(problems({ endpoints: {} })).toBe("");
    expect(
      problems({
        endpoints: {
          fast: { ...ok, baseUrl: "https://x.test/v1", apiKey: "k", headers: { "X-A": "b" }, rpm: 0.5, maxRetries: 0 },
          "my-alias": { client: { complete() {} }, maxConcurrent: 1 },
          sim: {
            provider: "simulated",
            model: "s",
            simulate: { seed: 1, latencyMs: { min: 1, max: 2 }, faults: [{ kind: "429", match: "/a+/i", attempt: 1 }] },
          },
          later: { ...ok, rpm: undefined, baseUrl: undefined },
        },
        maxTotalConcurrent: 3,
      }),
    ).toBe("");
  });

  it("reports every problem with its path", () => {
    const message = problems({
      endpoints: {
        fast: { ...ok, rpm: Number.NaN, maxConcurrent: 1.5, timeoutMs: 0 },
        "two words": { provider: "openai" },
        x: 3,
      },
      maxTotalConcurrent: 0,
    });
    for (const part of [
      "endpoints.fast.rpm: must be a finite number above 0; got NaN",
      "endpoints.fast.maxConcurrent: must be a whole number, 1 or more; got 1.5",
      "endpoints.fast.timeoutMs: must be",
      'endpoints."two words".model: is missing',
      "endpoints.x: must be an object",
      "maxTotalConcurrent: must be",
    ])
      expect(message).toContain(part);
  });

  it("explains wrong names", () => {
    for (const key of ["rateLimit", "rate_limit"])
      expect(endpoint({ [key]: 5 })).toMatch(new RegExp(`fast.${key}: .*use rpm`));
    for (const key of ["rps", "tpm", "tier", "weight", "quotaGroup"])
      expect(endpoint({ [key]: 5 })).toContain(`endpoints.fast.${key}: is not supported yet`);
    expect(endpoint({ maxconcurrent: 1 })).toContain("did you mean maxConcurrent?");
    expect(endpoint({ base_url: "x" })).toContain("use baseUrl");
    expect(endpoint({ colour: 1 })).toContain(
      "endpoints.fast.colour: is not a setting here; known are provider, model",
    );
    expect(endpoint({ provider: "vllm" })).toMatch(/not supported yet.*provider: "openai"/);
    expect(endpoint({ provider: "opnai" })).toContain("endpoints.fast.provider: must be one of");
    expect(problems({ endpoints: { a: [ok] } })).toContain("endpoints.a: a list of endpoints is not supported yet");
  });

  it("refuses reserved aliases, also those that JSON can make", () => {
    const config: unknown = JSON.parse('{"endpoints":{"__proto__":{"provider":"openai","model":"m"}}}');
    expect(problems(config)).toContain("endpoints.__proto__: this name is reserved");
    expect(problems({ endpoints: { constructor: ok } })).toContain("reserved");
    expect(
      problems({ endpoints: JSON.parse('{"a":{"provider":"openai","model":"m","__proto__":{"rpm":1}}}') }),
    ).toContain("endpoints.a.__proto__: is not a setting");
  });

  it("does not read inherited aliases or settings", () => {
    expect(problems(Object.create({ endpoints: {} }))).toContain("endpoints: is missing");
    expect(problems({ endpoints: Object.create({ fast: { provider: "nonsense" } }) })).toBe("");
  });

  it("never repeats a key", () => {
    const key = "sk-secret-value";
    expect(endpoint({ apiKey: { key } })).not.toContain(key);
    expect(endpoint({ headers: { Authorization: `${key}\n` } })).toMatch(
      /headers: Authorization must be a text of one line/,
    );
    expect(endpoint({ headers: { Authorization: `${key}\n` } })).not.toContain(key);
    expect(endpoint({ baseUrl: `http://user:${key}@x.test` })).toMatch(/must not contain a user name/);
    expect(endpoint({ baseUrl: `http://user:${key}@x.test` })).not.toContain(key);
  });

  it("refuses things that are no resources", () => {
    for (const config of [undefined, null, 3, "x", [], () => {}]) expect(problems(config)).toContain("PLT1033");
    expect(endpoint({ baseUrl: "file:///etc/passwd" })).toContain("must be http or https");
    expect(problems({ endpoints: { a: { client: {} } } })).toContain("endpoints.a.client: must have a method complete");
    expect(
      problems({ endpoints: { a: { ...ok, provider: "simulated", simulate: { faults: [{ match: "/(/" }] } } } }),
    ).toMatch(/faults\[0\]\.kind: is missing[\s\S]*faults\[0\]\.match: is not a regular expression/);
  });
});

describe("defineResources", () => {
  it("keeps literal types and checks", () => {
    const resources = defineResources({ endpoints: { fast: { provider: "openai", model: "gpt" } } });
    const alias: keyof typeof resources.endpoints = "fast";
    expect(resources.endpoints[alias].model).toBe("gpt");
    // @ts-expect-error a wrong provider is a type error, and an error at run time
    expect(() => defineResources({ endpoints: { fast: { provider: "opnai", model: "gpt" } } })).toThrow(/PLT1033/);
  });
});
