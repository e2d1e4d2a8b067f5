import { pipelineCase } from "../harness/pipelineCase.js";

function readInvoice(answer: string): { number: string; total: number } {
  const value = JSON.parse(answer) as { number?: unknown; total?: unknown };
  if (typeof value.number !== "string") throw new Error("number is missing");
  if (typeof value.total !== "number" || value.total < 0) throw new Error("total must be a positive number");
  return { number: value.number, total: value.total };
}

const invoice = (pick: (n: number) => number): string => JSON.stringify({ number: `A${pick(999)}`, total: pick(100) });

export const extractValidateRepair = pipelineCase({
  name: "extractValidateRepair",
  title: "Extract, validate, repair: try/catch around JSON.parse",
  make: (file: typeof import("../extractValidateRepair.js")) => new file.InvoiceReader(),
  inputs: [[["clean", "chatty", "clean too", "negative", "hopeless", "also clean", "nameless"]], [[]]],
  answers: {
    extractor: (document, pick) => {
      if (document === "chatty" || document === "hopeless") return `Here is your ${document} JSON: ${invoice(pick)}`;
      if (document === "negative") return '{ "number": "B1", "total": -1 }';
      return document === "nameless" ? '{ "total": 1 }' : invoice(pick);
    },
    repairer: (prompt, pick) => (prompt.includes("hopeless") ? "I cannot" : invoice(pick)),
  },

  async twin(model, documents) {
    const read = async (document: string) => {
      let answer = await model.ask("extractor", document);
      try {
        return { invoice: readInvoice(answer) };
      } catch (error) {
        answer = await model.ask("repairer", `${answer}\nis wrong: ${(error as Error).message}`);
        try {
          return { invoice: readInvoice(answer) };
        } catch {
          return { rejected: await model.ask("explainer", `${document}\n${answer}`) };
        }
      }
    };
    const results = await Promise.all(documents.map(read));
    const invoices = results.flatMap((result) => result.invoice ?? []);
    const rejected = results.flatMap((result) => result.rejected ?? []);
    return { invoices, rejected, total: invoices.reduce((sum, { total }) => sum + total, 0) };
  },
});
