/** `plaitc simulate`: simulated models behind the HTTP interfaces of the providers, for tests and demos without keys. */
import { startSimulator, type SimulatedCall, type Simulator, type SimulatorOptions } from "plait/simulate";
import { CommandError, UsageError, type Command, type CommandLine } from "../command.js";
import { singleLine, truncate } from "../graph/displayText.js";
import type { Terminal } from "../terminal.js";
import { parseLatency } from "./parseLatency.js";

export const simulate: Command = {
  name: "simulate",
  operands: "[--port 8080] [--seed 1] [--latency 100..400]",
  summary: "serve simulated models over HTTP",
  options: {
    port: { type: "string", value: "<n>", about: "port to listen on (default 0: any free one)" },
    seed: { type: "string", value: "<n>", about: "decides latencies and faults (default 0)" },
    latency: { type: "string", value: "<a..b>", about: "milliseconds before an answer (default 100..400)" },
    msPerToken: {
      type: "string",
      value: "<n>",
      about: "additional milliseconds for every token of an answer (default 0)",
    },
    faultRate: { type: "string", value: "<0..1>", about: "share of requests that fail (default 0)" },
    quiet: { type: "boolean", about: "do not print the calls" },
  },
  notes: ["Set the printed variables where the pipeline runs. Ctrl-C stops the server."],
  async run(line, terminal) {
    if (line.positionals.length > 0)
      throw new UsageError(`plaitc simulate takes only options; what is ${line.positionals.join(" ")}?`);
    const port = numberOf(line, "port", 0, 65_535);
    const simulator = await start({
      port,
      seed: numberOf(line, "seed", 0),
      latencyMs: parseLatency(line.text("latency") ?? "100..400"),
      msPerOutputToken: numberOf(line, "msPerToken", 0),
      faultRate: numberOf(line, "faultRate", 0, 1),
      ...(line.flag("quiet") ? {} : { onCall: (call: SimulatedCall) => terminal.out(callLine(call)) }),
    });
    announce(simulator.url, terminal);
    await interrupted();
    await simulator.close();
    return 0;
  },
};

async function start(options: SimulatorOptions): Promise<Simulator> {
  try {
    return await startSimulator(options);
  } catch (error) {
    throw new CommandError(`the simulator cannot start: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function announce(url: string, terminal: Terminal): void {
  terminal.out(
    [
      `Simulated models at ${url}`,
      "",
      `  export OPENAI_BASE_URL=${url}/v1`,
      "  export OPENAI_API_KEY=simulated",
      `  export ANTHROPIC_BASE_URL=${url}`,
      "  export ANTHROPIC_API_KEY=simulated",
      "",
    ].join("\n"),
  );
}

/** `+1.204s  openai  gpt-4o-mini  200  312 ms  Summarize the following …` */
export function callLine(call: SimulatedCall): string {
  const outcome = call.aborted ? "aborted" : call.status === 0 ? "no answer" : String(call.status);
  const ms = `${Math.round(call.endedAtMs - call.startedAtMs)} ms`;
  const prompt = truncate(singleLine(call.prompt), 60);
  return [`+${(call.startedAtMs / 1000).toFixed(3)}s`, call.wire, singleLine(call.model), outcome, ms, prompt]
    .join("  ")
    .trimEnd();
}

function numberOf(line: CommandLine, name: string, fallback: number, max = Number.MAX_SAFE_INTEGER): number {
  const text = line.text(name);
  const value = Number(text ?? fallback);
  if (text?.trim() === "" || !Number.isFinite(value) || value < 0 || value > max) {
    throw new UsageError(
      `--${name} ${text} is not understood: give a number from 0${max === Number.MAX_SAFE_INTEGER ? "" : ` to ${max}`}.`,
    );
  }
  return value;
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}
