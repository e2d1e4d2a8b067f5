/** Decides from the words of an instruction what kind of answer is wanted, how long, and in which form. */

export type TaskKind =
  | "answer"
  | "classify"
  | "combine"
  | "compare"
  | "keywords"
  | "list"
  | "questions"
  | "restate"
  | "rewrite"
  | "score"
  | "summary"
  | "title"
  | "yesno";

export interface Task {
  readonly kind: TaskKind;
  /** How many sentences, points, words or questions; undefined where the instruction does not say. */
  readonly count: number | undefined;
  readonly bullets: boolean;
  /** Whether a JSON array of texts is wanted. */
  readonly jsonList: boolean;
  /** What to choose from, where the instruction offers it. */
  readonly labels: readonly string[];
  readonly range: readonly [number, number];
  /** Whether a reason is wanted beside a score or a yes. */
  readonly reason: boolean;
}

const LONGEST_INSTRUCTION = 8_000;

/** Verbs that say by themselves what is wanted. */
const VERBS: readonly [RegExp, TaskKind][] = [
  [/\b(?:summari[sz]e|condense|shorten|abridge|boil down|tl;?dr)\b/i, "summary"],
  [/\b(?:compare|contrast)\b/i, "compare"],
  [/\b(?:translate|rewrite|rephrase|paraphrase|polish|improve|refine|revise|simplify|proofread)\b/i, "rewrite"],
  [/\b(?:combine|merge|synthesi[sz]e|consolidate|integrate)\b/i, "combine"],
  [/\b(?:classify|categori[sz]e)\b/i, "classify"],
  [/\b(?:rate|score|grade)\b/i, "score"],
];

/** Words that name the thing that is wanted, strongest first. */
const NOUNS: readonly [RegExp, TaskKind][] = [
  [/\b(?:titles?|headlines?|subject line)\b/i, "title"],
  [/\b(?:(?:write|ask|generate|suggest|list|create|propose|draft|give|pose)\b[^.\n]{0,60}\bquestions)\b/i, "questions"],
  [/\b(?:key ?words?|key terms?|topics?|tags|hashtags|entities)\b/i, "keywords"],
  [/\b(?:similarit(?:y|ies)|differences?|in common|versus|vs)\b/i, "compare"],
  [/\b(?:sentiment|classification|which (?:category|label|class))\b/i, "classify"],
  [/\b(?:summar(?:y|ies|ised?|ized?|ising|izing)|abstract|overview|gist|in (?:brief|short))\b/i, "summary"],
  [
    /\b(?:list|enumerate|bullets?|bulleted|extract|facts?|key points?|main points?|points|steps|takeaways?|claims?|insights?|highlights|findings)\b/i,
    "list",
  ],
  [/\b(?:rating|score)\b/i, "score"],
  [/\b(?:report|essay|brief|article)\b/i, "combine"],
  [/\b(?:answer|explain)\b|\?\s*$/i, "answer"],
];

/** The user's own words decide where they say enough, and the system text where they do not. */
export function decideTask(user: string, system: string): Task {
  const whole = `${user}\n${system}`.slice(0, LONGEST_INSTRUCTION);
  const labels = labelsIn(user).length > 0 ? labelsIn(user) : labelsIn(system);
  const own = kindOf(user);
  // A question in the user's text does not say in which form to answer; the system text may.
  const kind = (own === "answer" ? undefined : own) ?? kindOf(system) ?? own ?? "restate";
  const bullets = /\bbullet/i.test(whole) || kind === "list";
  return {
    kind: kind === "summary" && /\bbullet|\bpoints\b/i.test(user === "" ? system : user) ? "list" : kind,
    count: countIn(user) ?? countIn(system),
    bullets,
    jsonList:
      /\bjson\s+(?:list|array)|\b(?:list|array)\b[^.\n]{0,40}\bjson\b|\bjson\b[^.\n]{0,30}\b(?:list|array)\b/i.test(
        whole,
      ),
    labels,
    range: rangeIn(user) ?? rangeIn(system) ?? [1, 10],
    reason: /\b(?:why|reason|explain|justif|feedback|because)\w*/i.test(whole),
  };
}

function kindOf(text: string): TaskKind | undefined {
  const instruction = text.slice(0, LONGEST_INSTRUCTION);
  if (labelsIn(instruction).length > 1) return "classify";
  if (/\byes\s*(?:\/|or|,)\s*["'`]?no\b|\btrue\s*(?:\/|or)\s*false\b/i.test(instruction)) return "yesno";
  let first: { kind: TaskKind; at: number } | undefined;
  for (const [pattern, kind] of VERBS) {
    const at = pattern.exec(instruction)?.index;
    if (at !== undefined && (!first || at < first.at)) first = { kind, at };
  }
  if (first) return first.kind;
  return NOUNS.find(([pattern]) => pattern.test(instruction))?.[1];
}

const NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const COUNTED =
  /\b(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|a single)\s*(?:(?:-|–|to|or)\s*(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\s+)?(?:[\w-]+\s+){0,3}?(?:sentences?|bullets?|points?|facts?|keywords?|topics?|questions?|items?|lines?|tags?|steps?|ideas?|takeaways?|claims?|insights?|terms?|titles?|strings?|entries|words?)\b/i;

function countIn(text: string): number | undefined {
  const found = COUNTED.exec(text.slice(0, LONGEST_INSTRUCTION));
  if (!found || /\bwords?$/i.test(found[0])) return undefined;
  const written = (found[2] ?? found[1]!).toLowerCase();
  const value = written === "a single" ? 1 : NUMBERS.includes(written) ? NUMBERS.indexOf(written) : Number(written);
  return value > 0 ? value : undefined;
}

function rangeIn(text: string): [number, number] | undefined {
  const scored = text.slice(0, LONGEST_INSTRUCTION);
  if (!/\b(?:scale|score|rate|rating|grade|number|from|between|out of)\b/i.test(scored)) return undefined;
  const found = /\b(\d{1,3}(?:\.\d+)?)\s*(?:-|–|to|and|through)\s*(\d{1,3}(?:\.\d+)?)\b/i.exec(scored);
  if (found && Number(found[1]) < Number(found[2])) return [Number(found[1]), Number(found[2])];
  const outOf = /\bout of (\d{1,3})\b/i.exec(scored);
  return outOf ? [0, Number(outOf[1])] : undefined;
}

/** The labels that an instruction offers: `one of: a, b, c`, `as positive or negative`, or a list below. */
export function labelsIn(text: string): string[] {
  const instruction = text.slice(0, LONGEST_INSTRUCTION);
  const asks = /\b(?:classif|categor|label|sentiment|choose|pick|select|decide|one of|route|which of)/i.test(
    instruction,
  );
  if (!asks) return [];
  const sources = [
    /\b(?:one|any|which) of\b(?: (?:these|the following))?[^:.\n]{0,40}:[ \t]*([^\n]{3,400})/i,
    /\b(?:one|any|which) of\b(?: (?:these|the following))?\s+([^\n:]{3,400})/i,
    /\b(?:labels?|categories|classes|options|choices|departments|intents)\b[^:\n]{0,40}:[ \t]*([^\n]{3,400})/i,
    /\b(?!and\/or|his\/her|he\/she|input\/output)(\w[\w-]{1,30}(?:\/\w[\w-]{1,30}){1,9})\b/i,
    /\b(?:as|into|is|either|between)\s+([^.\n:]{3,200})/i,
  ];
  for (const source of sources) {
    const labels = parseList(source.exec(instruction)?.[1] ?? "");
    if (labels.length > 1) return labels;
  }
  const below = /(?::|following)[^\n]*\n((?:[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]+[^\n]{1,200}(?:\n|$)){2,30})/i.exec(
    instruction,
  );
  return below
    ? parseList(
        below[1]!
          .split("\n")
          .map((line) => line.replace(/:.*$/, ""))
          .join(","),
      )
    : [];
}

function parseList(text: string): string[] {
  const end = /[.;](?:\s|$)/.exec(text);
  const items = text
    .slice(0, end ? end.index : undefined)
    .split(/,|\/|\||;|\bor\b|\band\b/i)
    .map((item) => item.replace(/^\s*(?:[-*•]|\d{1,2}[.)])\s+/, "").replace(/^[\s"'`“”[({]+|[\s"'`“”\])}.!?]+$/g, ""))
    .filter((item) => item !== "");
  const fits = items.every((item) => item.length <= 40 && item.split(/\s+/).length <= 3);
  return items.length > 1 && fits ? [...new Set(items)] : [];
}
