import { refusal } from "../harness/model.js";
import { pipelineCase } from "../harness/pipelineCase.js";

export const fallback = pipelineCase({
  name: "fallback",
  title: "Fallback: try per item, errors as results",
  make: (file: typeof import("../fallback.js"), model) => new file.Fallback(model.service("download")),
  inputs: [
    [["ok.example/1", "refused.example/2", "missing.example/3", "ok.example/4", "refused.example/5", "ok.example/6"]],
    [["missing.example/1"]],
  ],
  answers: {
    download: (url) => {
      if (url.startsWith("missing")) throw new Error(`${url} was not found`);
      return `page of ${url}`;
    },
    primary: (page, pick) => {
      if (page.includes("refused")) throw refusal("The model refuses.");
      return `summary ${pick(1000)}`;
    },
  },

  async twin(model, urls) {
    const summarize = async (url: string) => {
      try {
        const page = await model.ask("download", url);
        try {
          return { url, ok: true as const, summary: await model.ask("primary", page), by: "primary" };
        } catch {
          return { url, ok: true as const, summary: await model.ask("backup", page), by: "backup" };
        }
      } catch (error) {
        return { url, ok: false as const, reason: (error as Error).message };
      }
    };
    const results = await Promise.all(urls.map(summarize));
    const summaries = results.flatMap((result) => (result.ok ? [result.summary] : []));
    const failed = results.length - summaries.length;
    const digest = summaries.length > 0 ? await model.ask("digest", summaries.join("\n")) : "Nothing could be read.";
    return { digest, failed, results };
  },
});
