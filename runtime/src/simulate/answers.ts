/** Makes the answers: each function takes texts and gives a text that a reader can check against them. */
import { hash32, uniform } from "./hash.js";
import { contentWords, keySentences, keyTerms, overlap, sentencesOf, stem, stemCounts, termsOf } from "./text.js";

/** An extractive summary: whole sentences of the text, in its order. */
export function summarise(text: string, count?: number): string {
  return keySentences(text, count ?? summaryLength(text))
    .map(closed)
    .join(" ");
}

function summaryLength(text: string): number {
  return Math.max(1, Math.min(3, Math.ceil(sentencesOf(text).length / 4)));
}

/** The most informative sentences. */
export function pointsOf(text: string, count?: number): string[] {
  return keySentences(text, count ?? Math.min(5, Math.max(2, Math.ceil(sentencesOf(text).length / 2))));
}

/** A short line that names what a text is about. */
export function titleOf(text: string): string {
  const terms = keyTerms(text, 3).map(capitalised);
  return terms.length === 0 ? "Untitled" : listed(terms);
}

/** Questions that the text answers. */
export function questionsOf(text: string, count = 3): string[] {
  const about = keySentences(text, count);
  return about.map((sentence, index) => {
    const words = [...termsOf(sentence).values()].sort((a, b) => a.first - b.first).map(({ form }) => form);
    const [first = "this", second = "it"] = words;
    const patterns = [
      `What does the text say about ${first}${words.length > 1 ? ` and ${second}` : ""}?`,
      `What is the role of ${first}${words.length > 1 ? ` in ${second}` : ""}?`,
      `How are ${first} and ${second} related?`,
    ];
    return patterns[index % patterns.length]!;
  });
}

/** What texts share and what only one of them has, with a sentence of each as evidence. */
export function compare(materials: readonly string[]): string {
  const texts = materials.length > 1 ? materials : halves(materials[0] ?? "");
  const terms = texts.map(termsOf);
  const [first] = terms;
  if (!first || texts.length < 2) return "There is only one text, so there is nothing to compare.";
  const shared = [...first]
    .filter(([key]) => terms.every((each) => each.has(key)))
    .sort(([a, x], [b, y]) => weight(b) - weight(a) || x.first - y.first)
    .slice(0, 6)
    .map(([, { form }]) => form);
  const lines = ["Similarities:"];
  lines.push(shared.length > 0 ? `- All mention ${listed(shared)}.` : "- The texts have no key term in common.");
  lines.push("Differences:");
  for (const [index, text] of texts.entries()) {
    const own = [...terms[index]!]
      .filter(([key]) => terms.every((each, other) => other === index || !each.has(key)))
      .sort(([, a], [, b]) => b.weight - a.weight || a.first - b.first)
      .slice(0, 5);
    const name = `the ${ORDINALS[index] ?? `${index + 1}th`} text`;
    const keys = new Set(own.map(([key]) => key));
    const evidence = bestMatch(sentencesOf(text), keys);
    lines.push(
      own.length === 0
        ? `- ${capitalised(name)} adds nothing of its own.`
        : `- Only ${name} mentions ${listed(own.map(([, { form }]) => form))}${evidence ? `: “${evidence}”` : "."}`,
    );
  }
  return lines.join("\n");

  function weight(key: string): number {
    return Math.min(...terms.map((each) => each.get(key)?.weight ?? 0));
  }
}

const ORDINALS = ["first", "second", "third", "fourth", "fifth"];

function halves(text: string): string[] {
  const paragraphs = text.split(/\n\s*\n/).filter((part) => part.trim() !== "");
  const parts = paragraphs.length > 1 ? paragraphs : sentencesOf(text);
  const middle = Math.ceil(parts.length / 2);
  return parts.length < 2 ? [text] : [parts.slice(0, middle).join(" "), parts.slice(middle).join(" ")];
}

/** Texts brought together: the best sentences of each, without repetitions. */
export function combine(materials: readonly string[], count?: number): string {
  const each = count === undefined ? undefined : Math.max(1, Math.floor(count / materials.length));
  const taken: { sentence: string; stems: Set<string> }[] = [];
  for (const material of materials) {
    const best = keySentences(material, each ?? Math.max(1, Math.min(4, Math.ceil(sentencesOf(material).length / 2))));
    for (const sentence of best) {
      const stems = new Set(contentWords(sentence).map(stem));
      if (taken.every((other) => overlap(stems, other.stems) < 0.75)) taken.push({ sentence, stems });
    }
  }
  return taken.map(({ sentence }) => closed(sentence)).join(" ");
}

/** The text itself, tidied; further materials add the sentences that it does not have. */
export function rewrite(materials: readonly string[]): string {
  const [base = "", ...notes] = materials;
  const known = new Set(contentWords(base).map(stem));
  const added = notes
    .flatMap((note) => keySentences(note, 2))
    .filter((sentence) => contentWords(sentence).some((word) => !known.has(stem(word))));
  return [...sentencesOf(base), ...added].map((sentence) => closed(capitalised(sentence))).join(" ");
}

/** The sentences that share most words with the question. */
export function answerFrom(question: string, materials: readonly string[]): string {
  const wanted = new Set(contentWords(question).map(stem));
  const sentences = materials.flatMap((material) => sentencesOf(material)).filter((each) => each !== question.trim());
  const scored = sentences
    .map((sentence, index) => ({ sentence, index, score: matches(sentence, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, 2);
  if (scored.length === 0) {
    const about = keyTerms(question, 3);
    return about.length === 0 ? "The text does not say." : `The text says nothing about ${listed(about)}.`;
  }
  const best = scored.filter(({ score }) => score >= scored[0]!.score / 2);
  return best
    .sort((a, b) => a.index - b.index)
    .map(({ sentence }) => closed(sentence))
    .join(" ");
}

/** The label that fits the text best. Feeling words decide between positive and negative. */
export function classify(labels: readonly string[], text: string, instruction: string, seed: number): string {
  const counts = stemCounts(text);
  const mood = count(counts, POSITIVE) - count(counts, NEGATIVE);
  const scores = labels.map((label) => {
    let score = 0;
    for (const word of describe(label, instruction)) score += counts.get(stem(word)) ?? prefixed(counts, stem(word));
    if (/^(?:very )?(?:positive|good|happy|favou?rable|pos)$/i.test(label)) score += Math.max(0, mood) * 2;
    if (/^(?:very )?(?:negative|bad|unhappy|unfavou?rable|neg|angry)$/i.test(label)) score += Math.max(0, -mood) * 2;
    if (/^(?:neutral|mixed|other|none|unknown)$/i.test(label)) score += 0.5;
    return score;
  });
  const top = Math.max(...scores);
  const tied = labels.filter((_, index) => scores[index] === top);
  return tied[hash32(text, seed) % tied.length]!;
}

/** The words of a label, and of its description where the instruction gives one (`billing: invoices, refunds`). */
function describe(label: string, instruction: string): string[] {
  const line = instruction.split("\n").find((each) => {
    const at = each.toLowerCase().indexOf(label.toLowerCase());
    return at >= 0 && at < 8 && /^\s*["'`*]*\s*(?::|-|–|=|\()/.test(each.slice(at + label.length));
  });
  return contentWords(line ?? label.replaceAll(/[_-]/g, " "));
}

function prefixed(counts: ReadonlyMap<string, number>, word: string): number {
  if (word.length < 4) return 0;
  let sum = 0;
  for (const [key, value] of counts) if (key.startsWith(word.slice(0, Math.max(4, word.length - 2)))) sum += value / 2;
  return sum;
}

const POSITIVE = new Set(
  "good great excellent love loved amazing wonderful best happy pleased fast helpful perfect easy nice enjoy enjoyed recommend fantastic superb friendly delicious thank brilliant reliable improve improved success win beautiful".split(
    " ",
  ),
);
const NEGATIVE = new Set(
  "bad poor terrible awful hate hated worst slow broken disappointing disappointed angry rude useless fail failed failure problem crash crashed expensive late dirty waste wrong never refund error ugly horrible annoying lost".split(
    " ",
  ),
);

function count(counts: ReadonlyMap<string, number>, words: ReadonlySet<string>): number {
  let sum = 0;
  for (const word of words) sum += counts.get(stem(word)) ?? 0;
  return sum;
}

/** Whether the text supports the question: most of its words occur there, and no negation stands beside them. */
export function holds(question: string, text: string): boolean {
  const wanted = new Set(contentWords(question).map(stem));
  for (const word of ["yes", "no", "answer", "true", "false", "text", "reply", "question"]) wanted.delete(word);
  const sentence = bestMatch(sentencesOf(text), wanted);
  if (sentence === undefined || wanted.size === 0) return false;
  const support = matches(text, wanted) / wanted.size;
  const denied = /\b(?:not|no|never|without|cannot|none|neither)\b|n['’]t\b/i.test(sentence);
  return support >= 0.5 && !denied;
}

/** A number in the range: more different words and more figures give more. */
export function scoreOf(text: string, [min, max]: readonly [number, number], seed: number): number {
  const distinct = new Set(contentWords(text).map(stem)).size;
  const quality = 0.25 + 0.45 * Math.min(1, distinct / 80) + 0.3 * uniform(text, seed);
  const value = min + (max - min) * Math.min(1, quality);
  return max - min <= 1 ? Math.round(value * 100) / 100 : Math.round(value);
}

/** How many of the wanted stems a text has. */
function matches(text: string, wanted: ReadonlySet<string>): number {
  const has = new Set(contentWords(text).map(stem));
  let sum = 0;
  for (const key of wanted) if (has.has(key)) sum++;
  return sum;
}

function bestMatch(sentences: readonly string[], wanted: ReadonlySet<string>): string | undefined {
  let best: { sentence: string; score: number } | undefined;
  for (const sentence of sentences) {
    const score = matches(sentence, wanted);
    if (score > 0 && (!best || score > best.score)) best = { sentence, score };
  }
  return best?.sentence;
}

export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)!}`;
}

function capitalised(text: string): string {
  const [first = ""] = text;
  return first.toUpperCase() + text.slice(first.length);
}

function closed(sentence: string): string {
  return /[.!?。！？…:"'”’)\]]$/.test(sentence) ? sentence : `${sentence}.`;
}
