/**
 * Shows a run as it happens, from its events. On a screen, a block that is repainted; elsewhere a line for
 * each start and end. At the end, the calls as bars over time:
 *
 *     facts1    extractor · fast  ██████████                310 ms
 *     facts2    extractor · fast  ███████                   204 ms
 *     comparer  comparer · smart            █████████████   402 ms
 *     712 ms; one after another the calls take 916 ms (1.3 times as long)
 */
import type { RunEvent } from "plait";
import { displayWidth, padEnd, singleLine, truncate } from "./graph/displayText.js";
import { shortLabel } from "./graph/planText.js";

export type CallOutcome = Extract<RunEvent, { type: "call-end" }>["outcome"];

export interface TimelineCall {
  run: number;
  slot: string;
  label: string;
  alias: string | undefined;
  startMs: number;
  /** Undefined while it runs. */
  endMs: number | undefined;
  outcome: CallOutcome | undefined;
}

export interface TimelineState {
  calls: readonly TimelineCall[];
  startMs: number;
  /** The latest time known. */
  nowMs: number;
}

/** Collects events; the same events give the same state. */
export class TimelineLog {
  readonly calls: TimelineCall[] = [];
  readonly #open = new Map<string, TimelineCall>();
  #startMs: number | undefined;
  #nowMs = 0;

  add(event: RunEvent): void {
    this.#startMs ??= event.atMs;
    this.#nowMs = Math.max(this.#nowMs, event.atMs);
    if (event.type === "call-start") {
      const { run, slot, label, alias, atMs } = event;
      const call: TimelineCall = { run, slot, label, alias, startMs: atMs, endMs: undefined, outcome: undefined };
      this.calls.push(call);
      this.#open.set(`${run} ${slot}`, call);
    } else if (event.type === "call-end") {
      const call = this.#open.get(`${event.run} ${event.slot}`);
      if (!call) return;
      call.endMs = event.atMs;
      call.outcome = event.outcome;
      this.#open.delete(`${event.run} ${event.slot}`);
    }
  }

  state(nowMs = this.#nowMs): TimelineState {
    return { calls: this.calls, startMs: this.#startMs ?? 0, nowMs: Math.max(nowMs, this.#nowMs) };
  }
}

/** What the calls would take one after another: the sum of their durations. */
export function sequentialMs(state: TimelineState): number {
  return state.calls.reduce((sum, call) => sum + (call.endMs ?? state.nowMs) - call.startMs, 0);
}

export interface LayoutOptions {
  columns?: number;
  ascii?: boolean;
  color?: boolean;
  /** Most rows; of more calls, the latest are shown. */
  rows?: number;
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
const OUTCOME_NOTE: Record<CallOutcome, string> = {
  ok: "",
  error: " failed",
  aborted: " aborted",
  detached: " detached",
};
const OUTCOME_COLOR: Record<CallOutcome | "running", string> = {
  ok: "36",
  error: "31",
  aborted: "90",
  detached: "35",
  running: "33",
};

/** One row for each call: name, bar over time, milliseconds. */
export function layoutTimeline(state: TimelineState, options: LayoutOptions = {}): string[] {
  const { columns = 100, ascii = false, color = false, rows = Number.POSITIVE_INFINITY } = options;
  const paint = (code: string, text: string): string =>
    color && text.trim() !== "" ? `\u001B[${code}m${text}\u001B[0m` : text;
  const total = Math.max(1, state.nowMs - state.startMs);
  const hidden = Math.max(0, state.calls.length - rows);
  const shown = state.calls.slice(hidden);
  const names = shown.map((call) => truncate(shortLabel(call.label), 24, ascii ? "~" : "…"));
  const aliases = shown.map((call) => truncate(singleLine(call.alias ?? ""), 14, ascii ? "~" : "…"));
  const ends = shown.map((call) => {
    const note = call.outcome === undefined ? (ascii ? "..." : " …") : OUTCOME_NOTE[call.outcome];
    return `${Math.round((call.endMs ?? state.nowMs) - call.startMs)} ms${note}`;
  });
  const width = (texts: readonly string[]): number => Math.max(0, ...texts.map(displayWidth));
  const [nameWidth, aliasWidth, endWidth] = [width(names), width(aliases), width(ends)];
  const barWidth = Math.max(8, columns - nameWidth - aliasWidth - endWidth - 6);

  const lines = shown.map((call, index) => {
    const from = ((call.startMs - state.startMs) / total) * barWidth;
    const to = (((call.endMs ?? state.nowMs) - state.startMs) / total) * barWidth;
    const bar = ascii ? asciiBar(from, to) : unicodeBar(from, to);
    const start = bar.length - bar.trimStart().length;
    const painted = bar.slice(0, start) + paint(OUTCOME_COLOR[call.outcome ?? "running"], bar.slice(start));
    const name = padEnd(names[index] ?? "", nameWidth);
    const alias = paint("2", padEnd(aliases[index] ?? "", aliasWidth));
    return `${name}  ${alias}  ${painted}${" ".repeat(Math.max(0, barWidth - displayWidth(bar)))}  ${(ends[index] ?? "").padStart(endWidth)}`;
  });
  return hidden > 0 ? [paint("2", `${hidden} earlier calls`), ...lines] : lines;
}

/** Begins on a whole cell, ends on an eighth of one. */
function unicodeBar(from: number, to: number): string {
  const start = Math.floor(from);
  const eighths = Math.max(1, Math.round((to - start) * 8));
  return " ".repeat(start) + "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
}

function asciiBar(from: number, to: number): string {
  const start = Math.floor(from);
  return " ".repeat(start) + "#".repeat(Math.max(1, Math.round(to) - start));
}

/** Time that passed, and what the calls would take one after another. */
export function summaryLine(state: TimelineState): string {
  const tookMs = state.nowMs - state.startMs;
  const oneByOneMs = sequentialMs(state);
  const calls = `${state.calls.length} call${state.calls.length === 1 ? "" : "s"}`;
  const factor = tookMs > 0 ? oneByOneMs / tookMs : 1;
  const compared =
    factor >= 1.05 ? `; one after another they take ${ms(oneByOneMs)} (${factor.toFixed(1)} times as long)` : "";
  return `${calls} in ${ms(tookMs)}${compared}`;
}

const ms = (value: number): string => (value < 10_000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`);

/** A line for an event where nothing can be repainted; undefined for events without one. */
export function plainLine(event: RunEvent, startMs: number): string | undefined {
  const at = `+${((event.atMs - startMs) / 1000).toFixed(3)}s`;
  const name = (call: { label: string; alias: string | undefined }): string =>
    shortLabel(call.label) + (call.alias === undefined ? "" : ` (${singleLine(call.alias)})`);
  if (event.type === "call-start") return `${at} start ${name(event)}`;
  if (event.type === "call-end") return `${at} end   ${name(event)}${OUTCOME_NOTE[event.outcome]}`;
  return undefined;
}

export interface TimelineOptions {
  /** Where it is written; default: standard error, so that results can be piped. */
  write?: (text: string) => void;
  /** Whether `write` goes to a screen that can be repainted. */
  interactive?: boolean;
  columns?: number;
  /** Rows of the screen. */
  rows?: number;
  color?: boolean;
  ascii?: boolean;
  /** Clock of the events, for bars that grow between them. Default: the time of the last event. */
  now?: () => number;
}

export interface Timeline {
  /** Pass it as `onEvent` to `with()`. */
  onEvent(event: RunEvent): void;
  /** Ends the repainting and writes all calls as bars, with the summary. */
  finish(): TimelineState;
}

const REPAINT_MS = 80;

/** The painter: everything that it shows comes from the functions above. */
export function createTimeline(options: TimelineOptions = {}): Timeline {
  const {
    write = (text) => void process.stderr.write(text),
    interactive = false,
    columns = 100,
    rows = 24,
    now,
  } = options;
  const log = new TimelineLog();
  const look = { columns, color: options.color ?? false, ascii: options.ascii ?? false };
  let painted = 0;
  const erase = (): string => (painted === 0 ? "" : `\u001B[${painted}A\u001B[0J`);
  const paint = (lines: readonly string[]): void => {
    write(erase() + lines.map((line) => `${line}\n`).join(""));
    painted = lines.length;
  };
  const repaint = (): void => {
    if (log.calls.length > 0) paint(layoutTimeline(log.state(now?.()), { ...look, rows: Math.max(1, rows - 2) }));
  };
  let timer: ReturnType<typeof setInterval> | undefined;
  if (interactive) {
    timer = setInterval(repaint, REPAINT_MS);
    timer.unref();
  }
  return {
    onEvent(event) {
      log.add(event);
      if (interactive) return;
      const line = plainLine(event, log.state().startMs);
      if (line !== undefined) write(`${line}\n`);
    },
    finish() {
      clearInterval(timer);
      const state = log.state();
      paint([...layoutTimeline(state, look), summaryLine(state)]);
      painted = 0;
      return state;
    },
  };
}
