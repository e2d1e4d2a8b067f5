/**
 * Takes a request apart into what is to be done (the instruction) and what it is to be done with (the
 * materials): text inside tags or fences, after a colon, or in the long paragraphs.
 */
import type { LLMRequest, Message } from "../providers/types.js";

export interface PromptParts {
  /** System text and the short texts around the materials. */
  readonly instruction: string;
  /** The instruction of the user message alone; it is more specific than the system text. */
  readonly task: string;
  readonly system: string;
  /** At least one, in order. */
  readonly materials: readonly string[];
}

const LONGEST_TEXT = 400_000; // the rest adds nothing to an answer
const MOST_UNCLOSED = 50;

const TASK_WORD =
  /\b(?:summar|list|extract|compare|contrast|classif|categor|label|translat|rewrit|rephras|improv|refin|rate|score|grade|answer|write|draft|generate|give|identify|find|name|describe|explain|return|respond|reply|output|combine|merge|review|critique|evaluat|is |are |does |what|which|who|how|why|question|title|keyword)/i;
/** A paragraph that orders or asks. Beside a system text, a mere task word ("Four score and seven years ago") is none. */
const ORDERS =
  /[?:]$|^(?:(?:please|now|then|also|finally),? )?(?:summar|list|extract|compare|contrast|classif|categor|label|translat|rewrit|rephras|improv|refin|rate|score|grade|answer|write|draft|generate|give|identify|find|name|describe|explain|return|respond|reply|output|combine|merge|review|critique|evaluat|use|keep|focus|do not|don't|question|title|keyword)/i;
/** A line that only separates or introduces: `vs:`, `Document 2:`, `---`. */
const DIVIDER = /^(?:vs\.?|versus|against|and|with|to|-{3,}|={3,}|\*{3,}) ?:?$/i;
const VERSUS = /^(?:vs\.?|versus|against) ?:?$/i;
const LABEL =
  /^(?:#+ )?(?:the )?(?:first|second|third|[a-z]+)? ?(?:text|document|doc|article|passage|source|version|option|draft|answer|candidate|review|item|notes?|summary|facts|points?|input|content|context|transcript|email|ticket|message|paper|report|story|essay|code|data)? ?#?(?:\d{1,3}|[A-C])? ?:$/i;

export function takeApart(request: Pick<LLMRequest, "system" | "messages">): PromptParts {
  const { messages } = request;
  const inline = messages.filter(({ role }) => role === "system").map(textOf);
  const system = [request.system ?? "", ...inline].filter((text) => text !== "").join("\n\n");
  const parts = (task: string, materials: readonly string[]): PromptParts => ({
    instruction: `${task}\n${system}`.trim(),
    task,
    system,
    materials,
  });
  const user = lastUserText(messages).slice(0, LONGEST_TEXT);
  const results = toolResults(messages);
  if (results.length > 0) return parts(user, results);
  const { task, materials } = split(user, system !== "");
  const earlier = earlierText(messages);
  // "Now make it shorter" is about what was said before.
  if (earlier !== "" && materials[0] === user && user.length < 160 && TASK_WORD.test(user))
    return parts(user, [earlier]);
  return parts(task, materials);
}

export function lastUserText(messages: readonly Message[]): string {
  const message = messages.findLast(({ role }) => role === "user");
  return message ? textOf(message) : "";
}

/** Results of tools that have not been answered yet. */
export function toolResults(messages: readonly Message[]): string[] {
  const last = messages.findLastIndex(({ role }) => role === "user");
  return messages
    .slice(last + 1)
    .filter(({ role }) => role === "tool")
    .map(textOf)
    .filter((text) => text !== "");
}

function earlierText(messages: readonly Message[]): string {
  const last = messages.findLastIndex(({ role }) => role === "user");
  const before = messages.slice(0, Math.max(0, last)).filter(({ role }) => role === "assistant" || role === "user");
  const source = before.findLast(({ role }) => role === "assistant") ?? before.at(-1);
  return source ? textOf(source) : "";
}

export function textOf({ content }: Message): string {
  if (typeof content === "string") return content;
  return content.map((part) => (part.type === "text" ? part.text : "[image]")).join("\n");
}

function split(text: string, hasSystem: boolean): { task: string; materials: string[] } {
  const marked = takeMarked(text);
  if (marked.materials.length > 0) return { task: marked.rest, materials: marked.materials };
  const divided = takeDivided(text);
  if (divided) return divided;
  const inline = takeAfterColon(text);
  if (inline) return inline;
  const paragraphs = text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (paragraphs.length > 1) {
    const longest = Math.max(...paragraphs.map(({ length }) => length));
    const isTask = (part: string): boolean =>
      part.length < 240 && part.length < longest && (hasSystem ? ORDERS : TASK_WORD).test(part);
    // An instruction stands at an end; in between, everything is material.
    let from = 0;
    let to = paragraphs.length;
    while (from < to - 1 && isTask(paragraphs[from]!)) from++;
    while (to > from + 1 && isTask(paragraphs[to - 1]!)) to--;
    const task = [...paragraphs.slice(0, from), ...paragraphs.slice(to)].join("\n");
    if (task !== "") return { task, materials: [paragraphs.slice(from, to).join("\n\n")] };
  }
  return { task: hasSystem ? "" : text, materials: [text] };
}

/** Texts in `<doc>…</doc>`, ``` fences and triple quotes. */
function takeMarked(text: string): { rest: string; materials: string[] } {
  const materials: string[] = [];
  let rest = "";
  let at = 0;
  const unclosed = new Set<string>();
  const opening = /<([A-Za-z][\w-]{0,40})(?:\s[^<>]{0,200})?>|```[\w-]{0,20}[ \t]*\n|"""/g;
  for (;;) {
    opening.lastIndex = at;
    const open = opening.exec(text);
    if (!open) break;
    const close = open[1] === undefined ? open[0].slice(0, 3) : `</${open[1]}>`;
    const from = open.index + open[0].length;
    const to = unclosed.has(close) ? -1 : text.indexOf(close, from);
    rest += text.slice(at, open.index);
    if (to < 0) {
      rest += open[0];
      at = from;
      unclosed.add(close);
      if (unclosed.size > MOST_UNCLOSED) break;
      continue;
    }
    const inner = text.slice(from, to).trim();
    if (inner !== "") materials.push(inner);
    at = to + close.length;
  }
  return { rest: (rest + text.slice(at)).trim(), materials };
}

/** Texts under lines like `Compare:`, `vs:` and `Document 2:`. */
function takeDivided(text: string): { task: string; materials: string[] } | undefined {
  const lines = text.split(/\r?\n/);
  const versus = lines.some(isVersus); // then labels inside the texts do not count
  const first = lines.findIndex(isHeading);
  if (first < 0) return undefined;
  const task: string[] = lines.slice(0, first + 1);
  const materials: string[] = [];
  let current: string[] = [];
  for (const line of lines.slice(first + 1)) {
    const divides = versus ? isVersus(line) : isHeading(line);
    if (!divides) {
      current.push(line);
      continue;
    }
    materials.push(current.join("\n").trim());
    current = [];
    if (!isDivider(line)) task.push(line);
  }
  materials.push(current.join("\n").trim());
  const before = lines.slice(0, first).join("\n").trim();
  if (isDivider(lines[first]!)) {
    materials.unshift(before);
    task.splice(0, task.length, lines[first]!);
  }
  const filled = materials.filter((material) => material !== "");
  if (filled.length === 0) return undefined;
  // A question or order after the last text belongs to the task.
  const last = filled.at(-1)!.split(/\n\s*\n/);
  const tail = last.at(-1)!.trim();
  if (last.length > 1 && tail.length < LONGEST_HEADING && ORDER.test(tail)) {
    filled[filled.length - 1] = last.slice(0, -1).join("\n\n").trim();
    task.push(tail);
  }
  return { task: task.join("\n"), materials: filled };
}

const LONGEST_HEADING = 200;
const ORDER = /\?$|^(?:Summar|List|Compare|Classif|Answer|Return|Write|Give|Rate|Reply|Respond)/;

/** The line with single spaces, or nothing when it is too long for a heading. */
function headingText(line: string): string {
  const text = line.trim();
  return text.length > LONGEST_HEADING ? "" : text.replaceAll(/\s+/g, " ");
}

function isDivider(line: string): boolean {
  return DIVIDER.test(headingText(line));
}

function isVersus(line: string): boolean {
  return VERSUS.test(headingText(line));
}

function isHeading(line: string): boolean {
  const text = headingText(line);
  return DIVIDER.test(text) || (/[\w)\]"'”] ?:$/.test(text) && (LABEL.test(text) || TASK_WORD.test(text)));
}

/** `Summarize the text: The cat …`, with the text on the same line. */
function takeAfterColon(text: string): { task: string; materials: string[] } | undefined {
  const colon = /^([^\n:]{3,200}):\s+(?=\S)/.exec(text);
  if (!colon || !TASK_WORD.test(colon[1]!)) return undefined;
  const rest = text.slice(colon[0].length).trim();
  return rest.length < 8 ? undefined : { task: colon[1]!, materials: [rest] };
}
