// `npm run demo`: a real pipeline from source to result. Compiles examples/briefing with the plaitc command,
// draws its plan, runs it (on a provider where there is one, else on a simulated model over HTTP), shows the
// calls over time, and says how the run compares with its critical path.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const color = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (color ? `\u001B[${code}m${text}\u001B[0m` : text);
const heading = (text) => console.log(`\n${paint("1;36", text)}\n${paint("90", "─".repeat(text.length))}`);

function plaitc(...args) {
  const { status } = spawnSync(process.execPath, [join(root, "cli/dist/main.js"), ...args], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}

const file = "examples/briefing/briefing.ts";
heading(`1. The source: ${file}`);
console.log(readFileSync(join(root, file), "utf8").trimEnd());

heading("2. Compiled: plaitc build -p examples");
plaitc("build", "-p", "examples");

heading(`3. The plan: plaitc graph ${file} -p examples`);
plaitc("graph", file, "-p", "examples");

heading("4. The run");
const load = (path) => import(pathToFileURL(join(root, path)).href);
const { Briefing } = await load("examples/dist/briefing/briefing.js");
const { chooseResources } = await load("examples/dist/briefing/resources.js");
const { startSimulator } = await import("plait/simulate");
const { criticalPathMs } = await import("plait/internal");
const { createTimeline, sequentialMs } = await import("plaitc/timeline");

let simulator;
const { label, resources } = await chooseResources(process.env, async () => {
  simulator = await startSimulator({ seed: 1865, latencyMs: { min: 300, max: 2200 } });
  return simulator.url;
});
console.log(`Model: ${label}`);

const read = (name) => readFileSync(join(root, "examples/data", name), "utf8").trim();
const speeches = [
  { title: "Farewell at Springfield (1861)", text: read("1861-farewell-at-springfield.txt") },
  { title: "Gettysburg Address (1863)", text: read("1863-gettysburg-address.txt") },
  { title: "Second Inaugural Address (1865)", text: read("1865-second-inaugural.txt") },
];
const question = "Does one of them bid farewell?";
const briefing = new Briefing().bind(resources);

// One short call first: loading the SDK and opening the connection belong to no pipeline.
if (simulator) await fetch(`${simulator.url}/v1/models`).then((r) => r.text());
await import("openai").catch(() => {});

const events = [];
const timeline = createTimeline({
  write: (text) => void process.stdout.write(text),
  interactive: process.stdout.isTTY === true,
  color,
  columns: Math.min(process.stdout.columns ?? 100, 120),
  rows: process.stdout.rows ?? 40,
});
const onEvent = (event) => {
  events.push(event);
  timeline.onEvent(event);
};
const result = await briefing.with({ onEvent })(speeches, question);
const state = timeline.finish();

heading("5. The result");
console.log(result);

const ends = events.filter((e) => e.type === "run-start" || e.type === "run-end").map((e) => e.atMs);
const tookMs = ends[1] - ends[0];
const criticalMs = await criticalPathMs(briefing.module, [speeches, question], events);
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
console.log(
  `\n${paint("1", `${seconds(tookMs)} · one call after another ${seconds(sequentialMs(state))} (${(sequentialMs(state) / tookMs).toFixed(1)}×) · critical path ${seconds(criticalMs)} (time is ${(tookMs / criticalMs).toFixed(3)} × critical path)`)}`,
);
if (simulator)
  console.log(`The server saw ${simulator.log.length} calls, at most ${simulator.peakInFlight ?? "?"} at once.`);
await briefing.close();
await simulator?.close();
