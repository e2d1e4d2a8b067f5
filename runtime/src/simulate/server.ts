/**
 * A language model server for tests and demos: real HTTP on this machine in the protocols of OpenAI and
 * Anthropic, with answers from the simulated model, latencies and faults from a seed, and a log of every
 * call. Needs Node.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { realEnv, type Env } from "../env.js";
import type { LLMRequest, LLMResponse } from "../providers/types.js";
import { anthropicWire } from "./anthropicWire.js";
import { Behaviour, piecesOf, retryAfterOf, type Fate } from "./behaviour.js";
import { simulateResponse } from "./model.js";
import { openaiWire } from "./openaiWire.js";
import type { SimulateOptions } from "./options.js";
import { lastUserText, textOf } from "./prompt.js";
import { BadRequest, isRecord, STATUS_OF_FAULT, type SseEvent, type Wire, type WireName } from "./wire.js";

/** One call that the simulator got. Times are milliseconds since the simulator started. */
export interface SimulatedCall {
  id: string;
  wire: WireName;
  model: string;
  system: string;
  /** The text of the last user message. */
  prompt: string;
  startedAtMs: number;
  endedAtMs: number;
  /** Status of the answer; 0 where there was none (reset, or hung until the client left). */
  status: number;
  /** Whether the client closed the connection before it had the whole answer. */
  aborted: boolean;
  /** What the model said, or would have said. */
  answer: string;
}

export interface SimulatorOptions extends SimulateOptions {
  /** Default: `127.0.0.1`. */
  readonly host?: string | undefined;
  /** Default: 0, any free port. */
  readonly port?: number | undefined;
  /** Called when a call has ended, for example to write it as a line of JSON. */
  readonly onCall?: ((call: SimulatedCall) => void) | undefined;
  /** Clock and timers. Default: the real ones. */
  readonly env?: Env | undefined;
}

export interface Simulator {
  /** `http://127.0.0.1:port`: serves as `baseUrl` for every provider. */
  readonly url: string;
  readonly port: number;
  /** Calls that have ended, in the order in which they ended. */
  readonly log: readonly SimulatedCall[];
  /** Calls that run now. */
  readonly inFlight: number;
  /** Most calls that ever ran at once. */
  readonly peakInFlight: number;
  /** Drops all connections and stops. */
  close(): Promise<void>;
}

const LARGEST_BODY = 32 * 1024 * 1024;
const MODELS = ["simulated", "simulated-large"];

/** Starts a simulator. It keeps the process alive until `close()`. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { host = "127.0.0.1", port = 0, onCall, env = realEnv, ...simulate } = options;
  const behaviour = new Behaviour(simulate);
  const startedAt = env.now();
  const log: SimulatedCall[] = [];
  let calls = 0;
  let inFlight = 0;
  let peakInFlight = 0;

  const server = createServer((request, response) => {
    request.on("error", () => response.destroy());
    response.on("error", () => response.destroy());
    void route(request, response).catch(() => response.destroy());
  });

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "").split("?")[0];
    const wire = path?.startsWith("/v1/messages") ? anthropicWire : openaiWire;
    const id = (++calls).toString(36).padStart(12, "0");
    const refuse = (status: number, message: string): void =>
      sendJson(response, status, wire.error(status, message, id), wire.headers(id, env.wallNow()));
    if (path === "/v1/models" && request.method === "GET") return sendJson(response, 200, modelList());
    if (path !== "/v1/chat/completions" && path !== "/v1/messages")
      return refuse(
        404,
        `Unknown request URL: ${request.method} ${path}. This simulator has /v1/chat/completions, /v1/messages and /v1/models.`,
      );
    if (request.method !== "POST") return refuse(405, `Use POST for ${path}.`);
    const text = await readBody(request);
    if (text === undefined) {
      response.setHeader("connection", "close");
      return refuse(413, `The request is larger than ${LARGEST_BODY} bytes.`);
    }
    try {
      const body = parseBody(text);
      await serve(wire, id, wire.read(body), body, response);
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      refuse(400, error.message);
    }
  }

  async function serve(
    wire: Wire,
    id: string,
    request: LLMRequest,
    body: Record<string, unknown>,
    response: ServerResponse,
  ): Promise<void> {
    const answer = simulateResponse(request, behaviour.seed);
    const call: SimulatedCall = {
      id,
      wire: wire.name,
      model: request.model,
      system: systemText(request),
      prompt: lastUserText(request.messages),
      startedAtMs: env.now() - startedAt,
      endedAtMs: 0,
      status: 0,
      aborted: false,
      answer: answer.text === "" ? JSON.stringify(answer.toolCalls ?? []) : answer.text,
    };
    peakInFlight = Math.max(peakInFlight, ++inFlight);
    const gone = new AbortController();
    let ended = false;
    const end = (): void => {
      if (ended) return;
      ended = true;
      inFlight -= 1;
      call.endedAtMs = env.now() - startedAt;
      call.status = response.headersSent ? response.statusCode : 0;
      log.push(call);
      onCall?.(call);
    };
    response.on("close", () => {
      // Closed before all of it was written: by the client, unless a fault here did it.
      call.aborted = !response.writableFinished && !dropped.has(response.req.socket);
      gone.abort();
      end();
    });
    const fate = behaviour.next(request);
    const wallMs = env.wallNow();
    const context: Context = { wire, id, answer, fate, wallMs, env, signal: gone.signal, response };
    await (body["stream"] === true ? streamAnswer(context, body) : sendAnswer(context));
  }

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  let closing: Promise<void> | undefined;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    port: bound,
    log,
    get inFlight() {
      return inFlight;
    },
    get peakInFlight() {
      return peakInFlight;
    },
    close() {
      closing ??= new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return closing;
    },
  };
}

/** Connections that the simulator dropped itself, as a fault. */
const dropped = new WeakSet<Socket>();

interface Context {
  readonly wire: Wire;
  readonly id: string;
  readonly answer: LLMResponse;
  readonly fate: Fate;
  readonly wallMs: number;
  readonly env: Env;
  readonly signal: AbortSignal;
  readonly response: ServerResponse;
}

/** Waits out the latency and plays faults that come before an answer. False when nothing is left to do. */
async function begin({ wire, id, fate, wallMs, env, signal, response }: Context): Promise<boolean> {
  const { fault, latencyMs } = fate;
  if (fault?.kind === "hang") return false;
  if (!(await sleep(env, latencyMs, signal))) return false;
  if (!fault) return true;
  if (fault.kind === "reset") {
    dropConnection(response);
    return false;
  }
  const status = STATUS_OF_FAULT[fault.kind];
  if (status === undefined) return true;
  const seconds = retryAfterOf(fault);
  const headers = wire.headers(id, wallMs);
  if (seconds !== undefined) {
    // The header takes whole seconds; the exact time goes into the one that takes milliseconds.
    headers["retry-after"] = String(Math.ceil(seconds));
    headers["retry-after-ms"] = String(Math.round(seconds * 1000));
  }
  sendJson(response, status, wire.error(status, `Simulated fault ${fault.kind}.`, id), headers);
  return false;
}

async function sendAnswer(context: Context): Promise<void> {
  if (!(await begin(context))) return;
  const { wire, id, answer, fate, wallMs, env, signal, response } = context;
  if (!(await sleep(env, fate.msPerOutputToken * answer.usage.outputTokens, signal))) return;
  const given = fate.fault?.kind === "empty" ? emptied(answer) : answer;
  const body = JSON.stringify(wire.body(id, given, wallMs));
  const headers = { ...wire.headers(id, wallMs), "content-type": "application/json" };
  if (fate.fault?.kind === "malformed") {
    response.writeHead(200, headers).end(`${body.slice(0, Math.floor(body.length / 2))}<html>502`);
  } else if (fate.fault?.kind === "truncate") {
    response.writeHead(200, { ...headers, "content-length": Buffer.byteLength(body) });
    response.write(body.slice(0, Math.floor(body.length / 2)), () => dropConnection(response));
  } else response.writeHead(200, { ...headers, "content-length": Buffer.byteLength(body) }).end(body);
}

async function streamAnswer(context: Context, body: Record<string, unknown>): Promise<void> {
  if (!(await begin(context))) return;
  const { wire, id, answer, fate, wallMs, env, signal, response } = context;
  const kind = fate.fault?.kind;
  const given = kind === "empty" ? emptied(answer) : answer;
  const options = body["stream_options"];
  const includeUsage = isRecord(options) && options["include_usage"] === true;
  const frames = wire.frames(id, given, wallMs, includeUsage);
  response.writeHead(200, {
    ...wire.headers(id, wallMs),
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
  });
  for (const event of frames.opening) writeEvent(response, event);
  const pieces = [...piecesOf(given.text)];
  const half = Math.floor(pieces.length / 2);
  for (const [index, piece] of pieces.entries()) {
    if (!(await sleep(env, fate.msPerOutputToken, signal))) return;
    if (index === half && kind === "truncate") return void response.end(); // no terminal marker
    const event = frames.text(piece);
    const broken = index === half && kind === "malformed";
    writeEvent(response, broken ? { ...event, data: JSON.stringify(event.data).slice(0, 20) } : event);
  }
  if (kind === "truncate") return void response.end();
  for (const event of frames.closing) writeEvent(response, event);
  response.end();
}

function emptied(answer: LLMResponse): LLMResponse {
  const { toolCalls: _dropped, ...rest } = answer;
  return { ...rest, text: "", finishReason: "stop", usage: { ...answer.usage, outputTokens: 0 } };
}

function writeEvent(response: ServerResponse, { event, data }: SseEvent): void {
  const text = typeof data === "string" ? data : JSON.stringify(data);
  response.write(`${event === undefined ? "" : `event: ${event}\n`}data: ${text}\n\n`);
}

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { ...headers, "content-type": "application/json" }).end(JSON.stringify(body));
}

function dropConnection(response: ServerResponse): void {
  const { socket } = response.req;
  dropped.add(socket);
  socket.resetAndDestroy();
}

/** False when the client is gone. */
function sleep(env: Env, ms: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  if (!(ms > 0)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (stays: boolean): void => {
      timer.cancel();
      signal.removeEventListener("abort", leave);
      resolve(stays);
    };
    const leave = (): void => end(false);
    const timer = env.setTimer(() => end(true), ms);
    signal.addEventListener("abort", leave, { once: true });
  });
}

/** The body as text, or undefined when it is too large; the rest is then read and thrown away. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size > LARGEST_BODY ? undefined : Buffer.concat(chunks).toString("utf8");
}

function parseBody(text: string): Record<string, unknown> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new BadRequest("The body is not valid JSON.");
  }
  if (!isRecord(body)) throw new BadRequest("The body must be a JSON object.");
  return body;
}

function systemText({ system, messages }: LLMRequest): string {
  const inline = messages.filter(({ role }) => role === "system").map(textOf);
  return [system ?? "", ...inline].filter((text) => text !== "").join("\n\n");
}

function modelList(): unknown {
  return {
    object: "list",
    data: MODELS.map((id) => ({ id, object: "model", created: 0, owned_by: "simulated" })),
  };
}
