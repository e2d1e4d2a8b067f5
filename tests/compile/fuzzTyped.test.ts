/** Random programs as `plaitc build` compiles them, with a type checker; in a file of their own, beside the others. */
import { test } from "vitest";
import { expectRandomPrograms } from "./randomPrograms.js";

test("random programs mean what they say, with types", { timeout: 300_000 }, () =>
  expectRandomPrograms({ types: true }),
);
