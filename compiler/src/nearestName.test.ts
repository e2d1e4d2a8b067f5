import { expect, test } from "vitest";
import { nearestName } from "./nearestName.js";

test.each([
  ["smart", ["fast", "smrat"], "smrat"],
  ["smart", ["Smart"], "Smart"],
  ["fast", ["fats", "cheap"], "fats"],
  ["fast", ["cheap"], undefined],
  ["a", ["b", "ab"], "b"],
  ["x", [], undefined],
])("%s among %j", (name, candidates, expected) => {
  expect(nearestName(name, candidates)).toBe(expected);
});
