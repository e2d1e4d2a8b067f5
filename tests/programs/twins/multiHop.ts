import { pipelineCase } from "../harness/pipelineCase.js";

export const multiHop = pipelineCase({
  name: "multiHop",
  title: "Multi-hop question answering: a do-while with verification beside it",
  make: (file: typeof import("../multiHop.js"), model) => new file.MultiHop(model.service("search")),
  inputs: [
    ["In which country was the inventor of the telephone born?", 4],
    ["Who is she?", 1],
  ],
  answers: {
    search: (query) => Array.from({ length: 3 }, (_, i) => `page ${i} on ${query}`).join("\n"),
    reader: (prompt, pick) => (prompt.includes("page 1") ? "nothing" : `note ${pick(100_000)}`),
    verifier: (_, pick) => (pick(3) === 0 ? "no" : "yes"),
    asker: (prompt, pick) => (prompt.split("\n").length > 6 ? "done" : `question ${pick(1000)}`),
  },

  async twin(model, question, maxHops) {
    const notes: string[] = [];
    const trusting: Promise<string>[] = [];
    let query = question;
    let hops = 0;
    do {
      const pages = (await model.ask("search", query)).split("\n");
      const read = await Promise.all(
        pages.map(async (page) => {
          const note = await model.ask("reader", `${question}\n${page}`);
          // A note is checked while its neighbours are still being read, and while the next hop runs.
          return note === "nothing" ? [] : [{ note, trusted: model.ask("verifier", note) }];
        }),
      );
      for (const { note, trusted } of read.flat()) {
        notes.push(note);
        trusting.push(trusted);
      }
      query = await model.ask("asker", `${question}\n${notes.join("\n")}`);
      hops++;
    } while (query !== "done" && hops < maxHops);

    const trusted = await Promise.all(trusting);
    const kept = notes.filter((_, i) => trusted[i] === "yes");
    return { answer: await model.ask("answerer", `${question}\n${kept.join("\n")}`), hops, notes: notes.length };
  },
});
