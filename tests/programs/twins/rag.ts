import { pipelineCase } from "../harness/pipelineCase.js";

export const rag = pipelineCase({
  name: "rag",
  title: "RAG: rewrite, search, grade, answer, check",
  make: (file: typeof import("../rag.js"), model) => new file.Rag(model.service("search")),
  inputs: [
    ["Why is the sky blue?", 3],
    ["Who wrote the first compiler?", 1],
  ],
  answers: {
    rewriter: (question) => `${question} physics\n${question} history\n${question} for children`,
    search: (query, pick) => Array.from({ length: 2 + pick(3) }, (_, i) => `passage ${i} about ${query}`).join("\n"),
    grader: (_, pick) => String(pick(10)),
    checker: (_, pick) => (pick(3) === 0 ? "no" : "yes"),
  },

  async twin(model, question, keep) {
    const found = async (query: string) => {
      const passages = (await model.ask("search", query)).split("\n");
      return Promise.all(
        passages.map(async (passage) => ({
          passage,
          grade: Number(await model.ask("grader", `${question}\n${passage}`)),
        })),
      );
    };
    const first = found(question); // needs no rewriting
    const rewritten = (await model.ask("rewriter", question)).split("\n");
    const graded = (await Promise.all([first, ...rewritten.map(found)])).flat();
    const best = graded.sort((a, b) => b.grade - a.grade).slice(0, keep);

    const list = best.map(({ passage }, i) => `[${i + 1}] ${passage}`).join("\n");
    const answer = await model.ask("writer", `${question}\n${list}`);
    const supported = await Promise.all(
      best.map(async ({ passage }) => (await model.ask("checker", `${passage}\nsays: ${answer}`)) === "yes"),
    );
    return { answer, sources: best.filter((_, i) => supported[i]).map(({ passage }) => passage) };
  },
});
