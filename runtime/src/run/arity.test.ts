import { describe, expect, it } from "vitest";
import { LLMInference } from "../module/llmInference.js";
import { Sequential } from "../module/sequential.js";
import { arityOf, arityOfFunction } from "./arity.js";

describe("arityOfFunction", () => {
  const fns = {
    method(_a: unknown) {},
    async asyncMethod(_a = "x, y") {},
    two(_a: unknown, _b = 2) {},
    ["computed"](_a: unknown) {},
    nested(_a = [1, 2].map((n) => `${n}, ${{ x: ")" }.x}`)) {},
    destructured({ a: _a, b: _b }: { a: number; b: number }) {},
    comment(_a: unknown /* , b */) {},
    none() {},
    rest(..._all: unknown[]) {},
    afterRest(_a: unknown, ..._all: unknown[]) {},
  };
  it.each([
    [fns.method, "one"],
    [fns.asyncMethod, "one"],
    [fns.two, "tuple"],
    [fns.computed, "one"],
    [fns.nested, "one"],
    [fns.destructured, "one"],
    [fns.comment, "one"],
    [fns.none, "tuple"],
    [fns.rest, "rest"],
    [fns.afterRest, "tuple"],
    [(x: unknown) => x, "one"],
    [async (x: unknown) => x, "one"],
    [((x: unknown, y = 1) => [x, y]) as never, "tuple"],
    [
      function (x: unknown) {
        return x;
      },
      "one",
    ],
    [Math.max.bind(null), "tuple"],
    [((x: unknown) => x).bind(null), "one"],
  ] as [(...args: never[]) => unknown, string][])("%s is %s", (fn, expected) => {
    expect(arityOfFunction(fn)).toBe(expected);
  });

  it("reads plain JavaScript as an author or a minifier writes it", () => {
    const read = (source: string): string => arityOfFunction(new Function(`return ${source}`)() as () => void);
    expect(read("x=>x")).toBe("one");
    expect(read("async x=>x")).toBe("one");
    expect(read("({f(a,){}}).f")).toBe("one");
    expect(read("({f(a=',)`',b){}}).f")).toBe("tuple");
    expect(read("({['a(b']( a ){}})['a(b']")).toBe("one");
    expect(read("({f(a// , (\n){}}).f")).toBe("one");
  });

  it("looks through a Sequential", () => {
    const chain = new Sequential(new Sequential(new LLMInference({ alias: "a" })));
    expect(arityOf(chain)).toBe("one");
  });
});
