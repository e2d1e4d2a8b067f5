/** Extract, validate, repair: an answer that is no valid record goes back to the model with the complaint. */
import { LLMInference, Module } from "plait";

interface Invoice {
  number: string;
  total: number;
}

function readInvoice(answer: string): Invoice {
  const value = JSON.parse(answer) as Partial<Invoice>;
  if (typeof value.number !== "string") throw new Error("number is missing");
  if (typeof value.total !== "number" || value.total < 0) throw new Error("total must be a positive number");
  return { number: value.number, total: value.total };
}

export class InvoiceReader extends Module {
  extractor = new LLMInference({ alias: "extractor", systemPrompt: "Give number and total of the invoice as JSON." });
  repairer = new LLMInference({ alias: "repairer", systemPrompt: "Repair the JSON. Give nothing else." });
  explainer = new LLMInference({ alias: "explainer", systemPrompt: "Say in one sentence why it cannot be read." });

  forward(documents: string[]) {
    const invoices: Invoice[] = [];
    const rejected: string[] = [];
    for (const document of documents) {
      let answer = this.extractor(document);
      let invoice: Invoice | undefined;
      try {
        invoice = readInvoice(answer);
      } catch (error) {
        answer = this.repairer(`${answer}\nis wrong: ${(error as Error).message}`);
        try {
          invoice = readInvoice(answer);
        } catch {
          rejected.push(this.explainer(`${document}\n${answer}`));
        }
      }
      if (invoice) invoices.push(invoice);
    }
    const total = invoices.reduce((sum, invoice) => sum + invoice.total, 0);
    return { invoices, rejected, total };
  }
}
