/** Words, sentences and what is important in a text. All of it linear in the length of the text. */

const STOP_WORDS = new Set(
  (
    "a about above after again against all also am an and any are aren as at be because been before being below " +
    "between both but by can cannot could did do does doing don down during each either even ever every few for from " +
    "further get gets got had has have having he her here hers herself him himself his how however i if in into is " +
    "it its itself just let like made make makes many may me might more most much must my myself neither no nor not " +
    "now of off often on once one only or other our ours out over own per quite rather really said same say says she " +
    "should since so some still such than that the their theirs them themselves then there these they this those " +
    "though through to too two under until up upon us use used using very was we well were what when where whether " +
    "which while who whom whose why will with within without would yet you your yours yourself"
  ).split(" "),
);

const ABBREVIATIONS = new Set(
  "mr mrs ms dr prof sr jr st vs etc e.g i.e cf al fig no vol inc ltd co corp approx dept est gen gov rev u.s u.k a.m p.m".split(
    " ",
  ),
);

const BULLET = /^\s*(?:[-*•‣–]|\d{1,3}[.)])\s+/;
const LONGEST = 400_000; // characters that are looked at; the rest adds nothing to an answer

/** The content words of a text in lower case, in order. */
export function contentWords(text: string): string[] {
  return allWords(text).filter((word) => word.length > 1 && !STOP_WORDS.has(word) && !/^\d$/.test(word));
}

/** All words in lower case. Scripts without spaces count character by character. */
export function allWords(text: string): string[] {
  return (
    text
      .slice(0, LONGEST)
      .toLowerCase()
      .match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? []
  );
}

/** A word without its commonest endings, so that `cats` and `cat` count as the same. */
export function stem(word: string): string {
  const plain = word.replace(/['’]s$/, "");
  if (plain.length > 4 && plain.endsWith("ies")) return `${plain.slice(0, -3)}y`;
  if (plain.length > 4 && /(?:ss|x|ch|sh)es$/.test(plain)) return plain.slice(0, -2);
  if (plain.length > 3 && plain.endsWith("s") && !/(?:ss|us|is)$/.test(plain)) return plain.slice(0, -1);
  return plain;
}

/** How often each stem occurs. */
export function stemCounts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of contentWords(text)) {
    const key = stem(word);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** The sentences of a text, in order. Every bullet point is one, without its bullet; so is every heading. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  let paragraph: string[] = [];
  const flush = (): void => {
    if (paragraph.length > 0) splitParagraph(paragraph.join(" "), sentences);
    paragraph = [];
  };
  for (const line of text.slice(0, LONGEST).split(/\r?\n/)) {
    const trimmed = line.trim();
    if (trimmed === "") flush();
    else if (BULLET.test(line)) {
      flush();
      paragraph.push(trimmed.replace(BULLET, ""));
    } else if (/^#{1,6}\s/.test(trimmed)) {
      flush();
      sentences.push(trimmed.replace(/^#+\s+/, ""));
    } else paragraph.push(trimmed);
  }
  flush();
  return sentences.filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

function splitParagraph(text: string, into: string[]): void {
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (!isEnd(text, i)) continue;
    let end = i + 1;
    while (end < text.length && /["'”’)\]]/.test(text[end]!)) end++;
    const sentence = text.slice(start, end).trim();
    if (sentence !== "") into.push(sentence);
    start = end;
    i = end - 1;
  }
  const rest = text.slice(start).trim();
  if (rest !== "") into.push(rest);
}

function isEnd(text: string, at: number): boolean {
  const mark = text[at]!;
  if (mark === "。" || mark === "！" || mark === "？") return true;
  if (mark !== "." && mark !== "!" && mark !== "?") return false;
  let next = at + 1;
  while (next < text.length && /["'”’)\]]/.test(text[next]!)) next++;
  if (next < text.length && text[next] !== " ") return false;
  if (mark !== ".") return true;
  const before = /([\p{L}.]{1,8})$/u.exec(text.slice(Math.max(0, at - 8), at))?.[1]?.toLowerCase() ?? "";
  const word = before.replace(/^\.+/, "");
  if (ABBREVIATIONS.has(word)) return false;
  if (/^\p{L}$/u.test(word) && /\p{Lu}/u.test(text[at - 1] ?? "")) return false; // an initial: J. Smith
  const follower = text.slice(next).trimStart()[0];
  return follower === undefined || !/\p{Ll}/u.test(follower);
}

/** The `count` most informative sentences, in the order of the text. No two of them say nearly the same. */
export function keySentences(text: string, count: number): string[] {
  const sentences = sentencesOf(text);
  if (sentences.length <= count) return sentences;
  const counts = stemCounts(text);
  const stems = sentences.map((sentence) => new Set(contentWords(sentence).map(stem)));
  const scores = sentences.map((sentence, index) => {
    let sum = 0;
    for (const key of stems[index]!) sum += Math.log1p(counts.get(key) ?? 0);
    const size = stems[index]!.size;
    const position = index === 0 ? 1.25 : 1; // texts say early what they are about
    const figures = /\d/.test(sentence) ? 1.1 : 1;
    return size === 0 ? 0 : (sum / Math.sqrt(size + 2)) * position * figures;
  });
  const byScore = sentences.map((_, index) => index).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const chosen: number[] = [];
  for (const index of byScore) {
    if (chosen.length === count) break;
    if (chosen.every((other) => overlap(stems[index]!, stems[other]!) < 0.7)) chosen.push(index);
  }
  for (const index of byScore) if (chosen.length < count && !chosen.includes(index)) chosen.push(index);
  return chosen.sort((a, b) => a - b).map((index) => sentences[index]!);
}

/** Shared part of two sets, from 0 to 1. */
export function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const each of a) if (b.has(each)) shared++;
  return shared / Math.max(1, Math.min(a.size, b.size));
}

/** The `count` most frequent content words, as the text most often writes them. */
export function keyTerms(text: string, count: number): string[] {
  return [...termsOf(text).values()]
    .sort((a, b) => b.weight - a.weight || a.first - b.first)
    .slice(0, count)
    .map(({ form }) => form);
}

interface Term {
  form: string;
  weight: number;
  first: number;
}

/** The terms of a text by stem. Longer words weigh a little more: they say more. */
export function termsOf(text: string): Map<string, Term> {
  const terms = new Map<string, Term & { forms: Map<string, number> }>();
  const looked = text.slice(0, LONGEST);
  for (const found of looked.matchAll(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)) {
    const [word] = found;
    const lower = word.toLowerCase();
    if (lower.length < 3 || STOP_WORDS.has(lower) || /^\d+$/.test(lower)) continue;
    const key = stem(lower);
    // A capital at the start of a sentence says nothing; one inside is a name.
    const form = startsSentence(looked, found.index) && /^\p{Lu}\p{Ll}+$/u.test(word) ? lower : word;
    const term = terms.get(key) ?? { form, weight: 0, first: found.index, forms: new Map<string, number>() };
    terms.set(key, term);
    term.weight += 1 + Math.min(lower.length, 12) / 24;
    const seen = (term.forms.get(form) ?? 0) + 1;
    term.forms.set(form, seen);
    if (seen > (term.forms.get(term.form) ?? 0)) term.form = form;
  }
  return terms;
}

/** Words with a capital inside a sentence, in order and each once: names, mostly. */
export function namesIn(text: string): string[] {
  const looked = text.slice(0, LONGEST);
  const names = [...looked.matchAll(/\p{Lu}[\p{L}\p{N}'’-]+/gu)].filter(({ index }) => !startsSentence(looked, index));
  return [...new Set(names.map(([name]) => name))].filter((name) => !STOP_WORDS.has(name.toLowerCase()));
}

function startsSentence(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 6), at);
  return before.trim() === "" || /(?:[.!?:•*]|\n|(?:^|\s)[-–])["'“‘(]?\s*$/.test(before);
}
