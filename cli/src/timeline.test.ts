import { describe, expect, test } from "vitest";
import type { RunEvent } from "plait";
import { createTimeline, layoutTimeline, plainLine, sequentialMs, summaryLine, TimelineLog } from "./timeline.js";

const start = (slot: string, label: string, atMs: number, alias?: string): RunEvent => ({
  type: "call-start",
  run: 1,
  slot,
  label,
  module: "LLMInference",
  alias,
  atMs,
});
const end = (
  slot: string,
  label: string,
  atMs: number,
  outcome: "ok" | "error" | "aborted" = "ok",
  alias?: string,
): RunEvent => ({
  type: "call-end",
  run: 1,
  slot,
  label,
  module: "LLMInference",
  alias,
  atMs,
  outcome,
});

const EVENTS: RunEvent[] = [
  { type: "run-start", run: 1, atMs: 1000, module: "Compare" },
  start("0", "facts1", 1000, "fast"),
  start("1", "facts2", 1000, "fast"),
  end("1", "facts2", 1200, "ok", "fast"),
  end("0", "facts1", 1300, "ok", "fast"),
  start("2", "comparer", 1300, "smart"),
  end("2", "comparer", 1700, "error", "smart"),
  { type: "run-end", run: 1, atMs: 1700, outcome: "error" },
];

function stateOf(events: readonly RunEvent[], nowMs?: number) {
  const log = new TimelineLog();
  for (const event of events) log.add(event);
  return log.state(nowMs);
}

describe("layoutTimeline", () => {
  test("a row for each call", () => {
    expect(`\n${layoutTimeline(stateOf(EVENTS), { columns: 72 }).join("\n")}\n`).toMatchInlineSnapshot(`
      "
      facts1    fast   █████████████████▏                               300 ms
      facts2    fast   ███████████▍                                     200 ms
      comparer  smart                   ███████████████████████  400 ms failed
      "
    `);
  });
  test("ASCII", () => {
    expect(`\n${layoutTimeline(stateOf(EVENTS), { columns: 72, ascii: true }).join("\n")}\n`).toMatchInlineSnapshot(`
      "
      facts1    fast   #################                                300 ms
      facts2    fast   ###########                                      200 ms
      comparer  smart                   #######################  400 ms failed
      "
    `);
  });
  test("while calls run", () => {
    expect(`\n${layoutTimeline(stateOf(EVENTS.slice(0, 4), 1250), { columns: 72 }).join("\n")}\n`)
      .toMatchInlineSnapshot(`
      "
      facts1  fast  ████████████████████████████████████████████████  250 ms …
      facts2  fast  ██████████████████████████████████████▍             200 ms
      "
    `);
  });
  test("more calls than rows", () => {
    expect(layoutTimeline(stateOf(EVENTS), { rows: 1 })).toHaveLength(2);
  });
  test("no line is wider than the columns, and no label leaves its line", () => {
    const events = [start("0", "a\u001B[2Jb\nc", 0, "x".repeat(40)), end("0", "a", 5)];
    const lines = layoutTimeline(stateOf(events), { columns: 60 });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain("\u001B");
    expect(lines[0]?.length).toBeLessThanOrEqual(60);
  });
  test("nothing has happened yet", () => {
    expect(layoutTimeline(stateOf([]))).toEqual([]);
  });
});

test("sequentialMs is the sum of the calls", () => {
  expect(sequentialMs(stateOf(EVENTS))).toBe(900);
  expect(summaryLine(stateOf(EVENTS))).toBe(
    "3 calls in 700 ms; one after another they take 900 ms (1.3 times as long)",
  );
});

test("plain lines", () => {
  expect(EVENTS.map((event) => plainLine(event, 1000)).filter(Boolean)).toEqual([
    "+0.000s start facts1 (fast)",
    "+0.000s start facts2 (fast)",
    "+0.200s end   facts2 (fast)",
    "+0.300s end   facts1 (fast)",
    "+0.300s start comparer (smart)",
    "+0.700s end   comparer (smart) failed",
  ]);
});

describe("createTimeline", () => {
  test("without a screen: lines, then bars", () => {
    const written: string[] = [];
    const timeline = createTimeline({ write: (text) => written.push(text), columns: 60 });
    for (const event of EVENTS) timeline.onEvent(event);
    timeline.finish();
    expect(written.slice(0, 6).every((line) => /^\+\d/.test(line))).toBe(true);
    expect(written.at(-1)).toContain("3 calls in 700 ms");
    expect(written.join("")).not.toContain("\u001B");
  });
  test("on a screen: repaints what it painted", async () => {
    const written: string[] = [];
    const timeline = createTimeline({ write: (text) => written.push(text), interactive: true });
    for (const event of EVENTS) timeline.onEvent(event);
    await new Promise((resolve) => setTimeout(resolve, 200));
    timeline.finish();
    expect(written.length).toBeGreaterThan(1);
    expect(written[0]).not.toContain("\u001B[3A");
    expect(written.at(-1)).toContain("\u001B[3A\u001B[0J");
  });
});
