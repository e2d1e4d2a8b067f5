/** `npm run demo` as somebody without keys and without a terminal sees it. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { chooseResources } from "../../examples/briefing/resources.js";
import { root, runNode } from "./support.js";

const TITLES = ["Farewell at Springfield (1861)", "Gettysburg Address (1863)", "Second Inaugural Address (1865)"];

test("shows source, plan, calls over time, a result made of the texts, and the figures", async () => {
  const { code, out, err } = await runNode(root, ["scripts/demo.mjs"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).not.toContain("\u001B");
  const sections = out.trimStart().split(/\n\n(?=\d\. [^\n]*\n─+\n)/);
  expect(sections).toHaveLength(5);
  const [source, built, plan, run, result] = sections as [string, string, string, string, string];
  expect(source).toContain("export class Briefing extends Module");
  expect(built).toMatch(/^Compiled \d+ modules with \d+ calls; \d+ files written\.$/m);
  expect(plan).toContain("Briefing.forward(speeches, question)");
  expect(plan).toContain("critical path");

  expect(run).toMatch(/^Model: a simulated model over HTTP at http:\/\/127\.0\.0\.1:\d+ \(no key found\)$/m);
  let running = 0;
  let most = 0;
  let calls = 0;
  for (const [, what] of run.matchAll(/^\+\d+\.\d{3}s (start|end) /gm)) {
    running += what === "start" ? 1 : -1;
    calls += what === "start" ? 1 : 0;
    most = Math.max(most, running);
  }
  expect(running).toBe(0);
  expect(calls).toBeGreaterThanOrEqual(8);
  expect(most).toBeGreaterThanOrEqual(4);

  for (const title of TITLES) expect(result).toContain(`\n${title}\n`);
  for (const [, quote] of result.matchAll(/^- (\p{Lu}.{40,}[.!?])$/gmu)) {
    if (!quote!.startsWith("Only the ") && !quote!.startsWith("All mention")) expect(allTexts()).toContain(quote);
  }
  expect(result).toContain("Four score and seven years ago our fathers brought forth");
  const figures =
    /^(\d+\.\d\d) s · one call after another (\d+\.\d\d) s \((\d+\.\d)×\) · critical path (\d+\.\d\d) s \(time is (\d\.\d{3}) × critical path\)$/m.exec(
      result,
    );
  expect(figures).not.toBeNull();
  const [, , , speedup, , ratio] = figures!;
  console.log(figures![0]);
  expect(Number(ratio)).toBeLessThanOrEqual(1.05);
  expect(Number(ratio)).toBeGreaterThanOrEqual(1);
  expect(Number(speedup)).toBeGreaterThan(2);
  expect(result).toContain(`The server saw ${calls} calls`);
});

/** The texts with single spaces, as a sentence that crosses lines is shown. */
function allTexts(): string {
  const names = ["1861-farewell-at-springfield", "1863-gettysburg-address", "1865-second-inaugural"];
  return names
    .map((name) => readFileSync(path.join(root, `examples/data/${name}.txt`), "utf8").replaceAll(/\s+/g, " "))
    .join(" ");
}

describe("which model it takes", () => {
  afterEach(() => vi.unstubAllGlobals());
  const simulate = vi.fn(async () => "http://127.0.0.1:9");

  test("a key in the environment, and it says so", async () => {
    vi.stubGlobal("fetch", () => expect.fail("no network is needed"));
    const openai = await chooseResources({ OPENAI_API_KEY: "sk-x" }, simulate);
    expect(openai.label).toBe("OpenAI (OPENAI_API_KEY is set)");
    expect(openai.resources.endpoints.fast).toMatchObject({ provider: "openai" });
    expect(openai.resources.endpoints.fast).not.toHaveProperty("baseUrl");
    const anthropic = await chooseResources({ ANTHROPIC_API_KEY: "sk-y" }, simulate);
    expect(anthropic.label).toBe("Anthropic (ANTHROPIC_API_KEY is set)");
    expect(anthropic.resources.endpoints.smart).toMatchObject({ provider: "anthropic" });
    expect(JSON.stringify([openai, anthropic])).not.toContain("sk-");
    expect(simulate).not.toHaveBeenCalled();
  });

  test("without a key, an Ollama on its usual port", async () => {
    vi.stubGlobal("fetch", async () => Response.json({ models: [{ name: "llama3.2" }] }));
    const { label, resources } = await chooseResources({}, simulate);
    expect(label).toBe("Ollama on this machine (llama3.2)");
    expect(resources.endpoints.fast).toMatchObject({ provider: "ollama", model: "llama3.2" });
  });

  test("else a simulated one", async () => {
    vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("fetch failed")));
    const { label, resources } = await chooseResources({ OPENAI_API_KEY: "" }, simulate);
    expect(label).toContain("a simulated model over HTTP at http://127.0.0.1:9");
    expect(resources.endpoints.fast).toMatchObject({ provider: "openai", baseUrl: "http://127.0.0.1:9/v1" });
  });
});
