import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Message } from "../providers/types.js";
import { fillSchema } from "./json.js";
import { simulateAnswer, simulateResponse } from "./model.js";
import { takeApart } from "./prompt.js";
import { labelsIn } from "./task.js";
import { sentencesOf } from "./text.js";

const BIKES =
  "The city council approved a new bicycle plan on Monday. It adds 40 kilometres of protected lanes by 2028. " +
  "Critics say the lanes will slow delivery vans. Supporters point to fewer injuries in cities with protected lanes. " +
  "The plan costs 12 million euros and starts with the harbour district.";
const TRAMS =
  "Dr. Smith presented the tram extension to the council. The new line adds 8 stations and costs 310 million euros. " +
  "Shop owners fear years of construction. The mayor expects 30,000 passengers a day.";

const ask = (system: string | undefined, user: string): string =>
  simulateAnswer({ ...(system === undefined ? {} : { system }), messages: [{ role: "user", content: user }] });
const bullets = (text: string): string[] => text.split("\n").map((line) => line.replace(/^- /, ""));

describe("sentencesOf", () => {
  it("knows abbreviations, initials, decimals, bullets and headings", () => {
    expect(sentencesOf('Dr. A. Smith paid 3.5 million, e.g. in May. Why? "Because." He left.')).toEqual([
      "Dr. A. Smith paid 3.5 million, e.g. in May.",
      "Why?",
      '"Because."',
      "He left.",
    ]);
    expect(sentencesOf("# Head\n- one point\n- another\n  that goes on\n\nText\nwrapped here.")).toEqual([
      "Head",
      "one point",
      "another that goes on",
      "Text wrapped here.",
    ]);
  });
});

describe("the simulated model", () => {
  it("summarises with sentences of the text, in order and in the wanted number", () => {
    for (const [system, user] of [
      ["Summarize the text in two sentences.", BIKES],
      [undefined, `Summarize the following text in two sentences:\n\n${BIKES}`],
      [undefined, `Please summarise this in 2 sentences: ${BIKES}`],
      ["You are helpful.", `<article>${BIKES}</article>\nWrite a summary of two sentences.`],
      [undefined, `${BIKES}\n\nGive me a summary of the text in two sentences.`],
    ] as const) {
      const summary = sentencesOf(ask(system, user));
      const all = sentencesOf(BIKES);
      expect(summary).toHaveLength(2);
      const places = summary.map((sentence) => all.indexOf(sentence));
      expect(places.every((place) => place >= 0)).toBe(true);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }
  });

  it("lists facts as bullets or as a JSON list", () => {
    const facts = bullets(ask("Extract the main facts as a bulleted list.", BIKES));
    expect(facts.length).toBeGreaterThan(1);
    for (const fact of facts) expect(sentencesOf(BIKES)).toContain(fact);
    const claims = JSON.parse(ask("Return a JSON list of 3 claims.", BIKES)) as string[];
    expect(claims).toHaveLength(3);
    for (const claim of claims) expect(sentencesOf(BIKES)).toContain(claim);
  });

  it("compares two texts by what they share and what only one has", () => {
    const [facts1, facts2] = [BIKES, TRAMS].map((text) => ask("Extract the main facts as a bulleted list.", text));
    for (const answer of [
      ask("Highlight key similarities and differences.", `Compare:\n${facts1}\n\nvs:\n${facts2}`),
      ask(undefined, `Compare the two texts.\n\nText 1:\n${BIKES}\n\nText 2:\n${TRAMS}`),
      ask("Compare the documents.", `<a>${BIKES}</a><b>${TRAMS}</b>`),
    ]) {
      const [shared, , first, second] = answer
        .split("\n")
        .filter((line) => line.startsWith("- ") || line.startsWith("Diff"));
      expect(shared).toMatch(/council/);
      expect(first).toMatch(/Only the first text mentions.*(?:plan|lanes)/);
      expect(first).not.toMatch(/tram/i);
      expect(second).toMatch(/Only the second text mentions.*tram/i);
      expect(second).not.toMatch(/bicycle|lanes/);
    }
  });

  it("classifies with one of the labels", () => {
    const system = "Classify the ticket. Answer with one of: billing, technical, shipping.";
    expect(ask(system, "My invoice has the wrong billing address.")).toBe("billing");
    expect(ask(system, "The shipping takes weeks, where is my parcel?")).toBe("shipping");
    expect(ask("Classify the sentiment as positive, negative or neutral.", "Awful food, rude waiter.")).toBe(
      "negative",
    );
    expect(ask("Is this review positive/negative? Classify it.", "I love it, excellent.")).toBe("positive");
    const described = "Choose one of the following:\n- alpha: fruit and vegetables\n- beta: cars and engines\n";
    expect(ask(described, "The engine of my car is loud.")).toBe("beta");
    expect(labelsIn('Pick one of "a b", `c`, or d.')).toEqual(["a b", "c", "d"]);
    expect(labelsIn("Summarize the plan, its cost and its risks.")).toEqual([]);
  });

  it("answers questions, scores, titles and keywords from the text", () => {
    expect(ask("Answer yes or no.", `Does the plan cost money?\n\n${BIKES}`)).toBe("yes");
    expect(ask("Answer yes or no.", `Does the plan include airports for rockets?\n\n${BIKES}`)).toBe("no");
    expect(ask("Answer from the context.", `Context:\n${BIKES}\n\nQuestion: How much does the plan cost?`)).toContain(
      "12 million",
    );
    expect(Number(ask("Rate the text from 1 to 5. Answer with a number.", BIKES))).toSatisfy(
      (n: number) => n >= 1 && n <= 5,
    );
    const keywords = ask(undefined, `Give me 4 keywords for this text:\n${BIKES}`).split(", ");
    expect(keywords).toHaveLength(4);
    for (const word of keywords) expect(BIKES.toLowerCase()).toContain(word.toLowerCase());
    expect(ask("Write a short title.", BIKES).length).toBeLessThan(60);
    expect(bullets(ask(undefined, `Write 2 questions about the text.\n\n${BIKES}`)).every((q) => q.endsWith("?"))).toBe(
      true,
    );
    const json = JSON.parse(ask('Evaluate. Reply as JSON: {"score": 1-10, "feedback": "..."}', BIKES)) as object;
    expect(json).toEqual({ score: expect.any(Number), feedback: expect.any(String) });
  });

  it("combines, refines and goes on in a conversation", () => {
    const combined = ask("Combine the notes into one report.", `<n>${BIKES}</n><n>${TRAMS}</n>`);
    expect(combined).toContain("bicycle plan");
    expect(combined).toContain("tram");
    const refined = ask("Refine the draft with the note.", `Draft:\n${BIKES}\n\nNote:\n${TRAMS}`);
    for (const sentence of sentencesOf(BIKES)) expect(refined).toContain(sentence);
    expect(refined).toMatch(/tram|stations/);
    const messages: Message[] = [
      { role: "user", content: BIKES },
      { role: "assistant", content: BIKES },
      { role: "user", content: "Summarize that in one sentence." },
    ];
    expect(sentencesOf(BIKES)).toContain(simulateAnswer({ messages }));
  });

  it("takes the instruction apart from the material", () => {
    const parts = takeApart({ messages: [{ role: "user", content: `Summarize:\n\n${BIKES}\n\n${TRAMS}` }] });
    expect(parts.task).toBe("Summarize:");
    expect(parts.materials.join("\n")).toContain(TRAMS);
    expect(parts.materials.join("\n")).not.toContain("Summarize");
  });

  it("keeps maxTokens and stop", () => {
    const messages: Message[] = [{ role: "user", content: BIKES }];
    expect(simulateResponse({ messages, maxTokens: 5 })).toMatchObject({
      finishReason: "length",
      usage: { outputTokens: 5 },
    });
    expect(simulateAnswer({ messages, stop: ["bicycle"] })).toBe("The city council approved a new ");
  });

  it("is a pure function of request and seed, for any text, and never empty", () => {
    const part = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.constantFrom("Summarize:", "one of: a, b", "vs:", "<a>", "```\n", "\n\n", "JSON list", '"x":', "?"),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), fc.string(), fc.integer(), (parts, system, seed) => {
        const request = { system, messages: [{ role: "user", content: parts.join(" ") }] } as const;
        const answer = simulateAnswer(request, seed);
        expect(answer).toBe(simulateAnswer(request, seed));
        expect(answer).not.toBe("");
      }),
      { numRuns: 300 },
    );
  });

  it("stays fast on hostile texts", () => {
    const long = 300_000;
    for (const unit of [
      "<a>",
      " ",
      "\n \n",
      ":",
      "a:\n",
      "“",
      ".",
      "a.",
      "- \n",
      '"x":',
      "vs\n",
      "<a1 ",
      "((((",
      "a-a-",
      "yes or ",
      "漢",
    ]) {
      const text = unit.repeat(Math.ceil(long / unit.length));
      const startedAt = performance.now();
      ask(undefined, `Summarize: ${text}`);
      ask(text.slice(0, 20_000), text);
      expect(performance.now() - startedAt, JSON.stringify(unit)).toBeLessThan(2_500);
    }
  });
});

describe("fillSchema", () => {
  const context = { text: BIKES, instruction: "Describe the text.", seed: 1 };

  it("fits what zod asks for", () => {
    const node: z.ZodType = z.lazy(() => z.object({ name: z.string(), children: z.array(node) }));
    const schemas = [
      z.object({
        title: z.string().max(12),
        tags: z.array(z.string()).min(2).max(4),
        score: z.number().int().min(1).max(5),
      }),
      z.object({ mood: z.enum(["good", "bad"]), ok: z.boolean(), note: z.string().nullable(), kind: z.literal("x") }),
      z.array(z.object({ claim: z.string().min(10), weight: z.number().gt(0).lt(1) })).length(3),
      z.union([z.object({ a: z.string() }), z.object({ b: z.number() })]),
      z.object({ when: z.iso.datetime(), day: z.iso.date(), mail: z.email(), id: z.uuid(), url: z.url() }),
      z.object({
        share: z.number().min(0).max(1).multipleOf(0.25),
        even: z.number().int().multipleOf(2).min(3).max(9),
      }),
      z.tuple([z.string(), z.number()]),
      z.intersection(z.object({ a: z.string() }), z.object({ b: z.number() })),
      z.discriminatedUnion("t", [z.object({ t: z.literal("p"), v: z.string() }), z.object({ t: z.literal("q") })]),
      node,
    ];
    for (const schema of schemas) {
      const value = fillSchema(z.toJSONSchema(schema) as Record<string, unknown>, context);
      const result = schema.safeParse(value);
      expect(result.success, `${JSON.stringify(value)} ${result.error?.message ?? ""}`).toBe(true);
    }
  });

  it("survives schemas that make no sense", () => {
    const nonsense = [
      {},
      { $ref: "#" },
      { $ref: "#/nope" },
      { type: "object", properties: { __proto__: {} } },
      { anyOf: [] },
      { type: [] },
    ];
    for (const schema of nonsense) expect(() => JSON.stringify(fillSchema(schema, context))).not.toThrow();
    fillSchema(
      JSON.parse(
        '{"type":"object","properties":{"__proto__":{"type":"object","properties":{"x":{"const":1}}}}}',
      ) as object as Record<string, unknown>,
      context,
    );
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});
