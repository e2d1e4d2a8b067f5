import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { isParameter, Parameter } from "./parameter.js";
import { ParameterDict } from "./parameterDict.js";
import { ParameterList } from "./parameterList.js";

describe("Parameter", () => {
  it("stands for its value in text and JSON", () => {
    const style = new Parameter("brief", { description: "Style." });
    expect(`Be ${style}.`).toBe("Be brief.");
    expect(JSON.stringify({ style })).toBe('{"style":"brief"}');
    style.value = "long";
    expect(String(style)).toBe("long");
    expect([style.requiresGrad, style.description]).toEqual([true, "Style."]);
    expect(inspect(new Parameter("x".repeat(99), { requiresGrad: false }))).toBe(`Parameter("${"x".repeat(39)}…")`);
    expect([isParameter(style), isParameter({ value: "x" }), isParameter(null)]).toEqual([true, false, false]);
  });

  it("needs a description only if training may change it", () => {
    expect(() => new Parameter("x")).toThrow(/PLT1043: a parameter that training may change needs a description/);
    expect(() => new Parameter("x", { description: "  " })).toThrow(/description/);
    expect(new Parameter("x", { requiresGrad: false }).description).toBeUndefined();
  });

  it("takes text only", () => {
    expect(() => new Parameter(3 as never, { requiresGrad: false })).toThrow(/must be text, not number/);
    const parameter = new Parameter("x", { requiresGrad: false });
    expect(() => (parameter.value = null as never)).toThrow(/must be text, not null/);
    expect(parameter.value).toBe("x");
  });
});

describe("parameter containers", () => {
  const a = new Parameter("a", { requiresGrad: false });
  const b = new Parameter("b", { requiresGrad: false });

  it("hold parameters by number and by name", () => {
    const list = new ParameterList([a]);
    expect(list.push(b)).toBe(2);
    expect([[...list], list.at(-1), list.length, list.map(String)]).toEqual([[a, b], b, 2, ["a", "b"]]);
    const dict = new ParameterDict({ a, b });
    expect([dict.get("a"), dict.has("c"), dict.size, [...dict.keys()], [...dict.values()]]).toEqual([
      a,
      false,
      2,
      ["a", "b"],
      [a, b],
    ]);
    expect([...dict]).toEqual([
      ["a", a],
      ["b", b],
    ]);
  });

  it("check their items", () => {
    expect(() => new ParameterList(["text" as never])).toThrow(
      /PLT1018: item 0 of a ParameterList must be a Parameter, not string/,
    );
    expect(() => new ParameterDict({ x: {} as never })).toThrow(
      /"x" of a ParameterDict must be a Parameter, not an object of class Object/,
    );
  });
});
