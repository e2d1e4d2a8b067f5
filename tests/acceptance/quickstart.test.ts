/** The three pipelines of the quick start, over HTTP: the server's log says which prompts came, and when. */
import { afterEach, expect, test } from "vitest";
import { startSimulator, type Simulator } from "plait/simulate";
import { removeProjects } from "../cli/project.js";
import { callWith, endpointsAt, loadExample, overlapOf } from "./support.js";

let simulator: Simulator | undefined;
afterEach(async () => {
  await simulator?.close();
  removeProjects();
});

const TEXT_1 =
  "The harbour opened in 1891. It shipped 4,000 tons of wool in its first year. The lighthouse was built of granite.";
const TEXT_2 =
  "The railway reached the valley in 1902. It carried 9,000 passengers that summer. The bridge is made of iron.";

/** Latencies that differ, so that the order of the answers is not the order of the calls. */
async function start(latencies: readonly (readonly [words: string, ms: number])[]): Promise<Simulator> {
  const latencyMs = ({
    system = "",
    messages,
  }: {
    system?: string;
    messages: readonly { content: unknown }[];
  }): number => {
    const text = `${system}\n${messages.map(({ content }) => String(content)).join("\n")}`;
    return latencies.find(([words]) => text.includes(words))?.[1] ?? 60;
  };
  return (simulator = await startSimulator({ seed: 7, latencyMs: latencyMs as never }));
}

test("SummarizeAndAnalyze: the analysis gets the summary, after it", async () => {
  const server = await start([["Summarize", 120]]);
  const { SummarizeAndAnalyze } = await loadExample("quickstart/summarizeAndAnalyze.ts");
  const run = new SummarizeAndAnalyze!().bind(endpointsAt(server, ["fast", "smart"]));
  const result = await run(TEXT_1);
  expect(server.log).toHaveLength(2);
  const summary = callWith(server, "Summarize the input text concisely.");
  const analysis = callWith(server, "Be concise and highlight key insights.");
  expect(summary).toMatchObject({ wire: "openai", model: "model-fast", prompt: TEXT_1, status: 200 });
  expect(analysis).toMatchObject({ model: "model-smart", prompt: `Analyze this summary:\n${summary.answer}` });
  expect(analysis.startedAtMs).toBeGreaterThanOrEqual(summary.endedAtMs);
  expect(result).toBe(analysis.answer);
  expect(server.peakInFlight).toBe(1);
  await run.close();
});

test("ExtractAndCompare: both extractions at once, the comparison has both answers", async () => {
  const server = await start([
    ["Compare:", 60],
    ["harbour", 300],
    ["railway", 220],
  ]);
  const { ExtractAndCompare } = await loadExample("quickstart/extractAndCompare.ts");
  const run = new ExtractAndCompare!().bind(endpointsAt(server, ["fast", "smart"]));
  const result = await run(TEXT_1, TEXT_2);
  expect(server.log).toHaveLength(3);
  const extractions = server.log.filter(({ system }) => system === "Extract the main facts as a bulleted list.");
  const first = extractions.find(({ prompt }) => prompt === TEXT_1)!;
  const second = extractions.find(({ prompt }) => prompt === TEXT_2)!;
  const comparison = callWith(server, "Highlight key similarities and differences.");
  expect(first.answer).toContain("4,000 tons");
  expect(second.answer).toContain("9,000 passengers");
  expect(comparison.prompt).toBe(`Compare:\n${first.answer}\n\nvs:\n${second.answer}`);
  expect(overlapOf(first, second)).toBeGreaterThanOrEqual(0.9);
  expect(comparison.startedAtMs).toBeGreaterThanOrEqual(Math.max(first.endedAtMs, second.endedAtMs));
  expect(result).toBe(comparison.answer);
  expect(server.peakInFlight).toBe(2);
  await run.close();
});

test("DocumentProcessor: three perspectives at once in the nested module, the report has all of them", async () => {
  const server = await start([
    ["technical perspective", 260],
    ["business perspective", 200],
    ["user's perspective", 150],
  ]);
  const { DocumentProcessor } = await loadExample("quickstart/documentProcessor.ts");
  const run = new DocumentProcessor!().bind(endpointsAt(server, ["fast", "smart"]));
  const result = await run(TEXT_1);
  expect(server.log).toHaveLength(5);
  const facts = callWith(server, "Extract key facts.");
  const [technical, business, user] = ["technical", "business", "user's"].map((view) =>
    callWith(server, `Analyze from a ${view} perspective.`),
  ) as [typeof facts, typeof facts, typeof facts];
  const report = callWith(server, "Write a report.");
  expect(facts.prompt).toBe(TEXT_1);
  for (const view of [technical, business, user]) {
    expect(view.prompt).toBe(facts.answer);
    expect(view.startedAtMs).toBeGreaterThanOrEqual(facts.endedAtMs);
    expect(report.startedAtMs).toBeGreaterThanOrEqual(view.endedAtMs);
  }
  expect(overlapOf(technical, business)).toBeGreaterThanOrEqual(0.9);
  expect(overlapOf(business, user)).toBeGreaterThanOrEqual(0.9);
  expect(overlapOf(technical, user)).toBeGreaterThanOrEqual(0.9);
  expect(report.prompt).toBe(`Technical: ${technical.answer}\nBusiness: ${business.answer}\nUser: ${user.answer}`);
  expect(result).toBe(report.answer);
  expect(server.peakInFlight).toBe(3);
  await run.close();
});
