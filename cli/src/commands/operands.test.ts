import { describe, expect, test } from "vitest";
import { UsageError } from "../command.js";
import { parseLatency } from "./parseLatency.js";
import { splitTarget } from "./splitTarget.js";

describe("parseLatency", () => {
  test("a number or a range", () => {
    expect(parseLatency("250")).toBe(250);
    expect(parseLatency("100..400")).toEqual({ min: 100, max: 400 });
    expect(parseLatency("0.5..0.5")).toBe(0.5);
  });
  test.each(["", "fast", "400..100", "1..2..3", "-5"])("%j is not understood", (text) => {
    expect(() => parseLatency(text)).toThrow(UsageError);
  });
});

test("splitTarget", () => {
  expect(splitTarget("a.ts#b", "/x")).toEqual({ file: "/x/a.ts", name: "b" });
  expect(splitTarget("a.ts", "/x")).toEqual({ file: "/x/a.ts", name: undefined });
  expect(splitTarget("a.ts#", "/x")).toEqual({ file: "/x/a.ts", name: undefined });
  expect(splitTarget("#1/a.ts#b", "/x")).toEqual({ file: "/x/#1/a.ts", name: "b" });
});
