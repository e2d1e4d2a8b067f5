import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { generate, stale } from "../../scripts/generate-messages.mjs";
import * as messages from "./messages.generated.js";

test("generated messages and pages are up to date", () => {
  expect(stale(), "run: node scripts/generate-messages.mjs").toEqual([]);
});

test("placeholders are filled in, code and severity come along", () => {
  expect(messages.PLT1005({ callback: "text.replace" })).toMatchObject({
    code: "PLT1005",
    severity: "error",
    message: expect.stringContaining("`text.replace`"),
  });
  expect(messages.PLT2003({ reason: "`draft` is carried around the loop" })).toMatchObject({
    severity: "remark",
    message: "iterations wait for one another, because `draft` is carried around the loop.",
  });
});

test("every code that the compiler and the command line mention has a page", () => {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const pages = Object.keys(generate()).map((name) => name.match(/PLT\d{4}(?=\.md)/)?.[0]);
  for (const folder of ["compiler/src", "cli/src"]) {
    for (const name of readdirSync(root + folder, { recursive: true, encoding: "utf8" })) {
      if (!/\.[cm]?[jt]s$/.test(name)) continue;
      for (const code of readFileSync(`${root}${folder}/${name}`, "utf8").match(/PLT\d{4}/g) ?? []) {
        expect(pages, `${folder}/${name}`).toContain(code);
      }
    }
  }
});

test("pages link back, and no placeholder is left in what they show", () => {
  for (const [name, text] of Object.entries(generate())) {
    if (!/PLT\d+\.md$/.test(name)) continue;
    expect(text, name).toContain("[All diagnostics](README.md)");
    expect(text.split("Raised by")[0], name).not.toMatch(/\{\w+\}/);
  }
});
