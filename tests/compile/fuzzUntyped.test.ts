/** Random programs as the loader compiles them, without a type checker; in a file of their own, beside the others. */
import { test } from "vitest";
import { expectRandomPrograms } from "./randomPrograms.js";

test("random programs mean what they say, without types", { timeout: 300_000 }, () =>
  expectRandomPrograms({ types: false }),
);
