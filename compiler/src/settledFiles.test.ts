import { expect, test } from "vitest";
import { remembered, whileFilesStay } from "./settledFiles.js";

test("what was found is kept until the work is done, and no longer", () => {
  let asked = 0;
  const ask = () => remembered("a", () => ++asked);
  expect([ask(), ask()]).toEqual([1, 2]);
  expect(whileFilesStay(() => [ask(), whileFilesStay(ask), ask()])).toEqual([3, 3, 3]);
  expect(() =>
    whileFilesStay(() => {
      ask();
      throw new Error("x");
    }),
  ).toThrow("x");
  expect(ask()).toBe(5);
});
