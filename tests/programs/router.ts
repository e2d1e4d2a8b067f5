/** A router: the kind of a support ticket decides which expert answers it, and in how many steps. */
import { LLMInference, Module } from "plait";

export class Router extends Module {
  classifier = new LLMInference({ alias: "classifier", systemPrompt: "billing, technical, legal or other?" });
  linguist = new LLMInference({ alias: "linguist", systemPrompt: "Name the language of the text." });
  extractor = new LLMInference({ alias: "extractor", systemPrompt: "List the facts of the ticket." });
  triage = new LLMInference({ alias: "triage", systemPrompt: "How urgent is it? low, normal or high." });
  accountant = new LLMInference({ alias: "accountant", systemPrompt: "Answer questions about invoices." });
  diagnosis = new LLMInference({ alias: "diagnosis", systemPrompt: "Name likely causes of the fault." });
  engineer = new LLMInference({ alias: "engineer", systemPrompt: "Tell the customer how to mend it." });
  lawyer = new LLMInference({ alias: "lawyer", systemPrompt: "Answer carefully, and promise nothing." });
  generalist = new LLMInference({ alias: "generalist", systemPrompt: "Answer in a friendly way." });
  translator = new LLMInference({ alias: "translator", systemPrompt: "Translate the answer." });

  async forward(ticket: string) {
    const language = await this.linguist(ticket);
    const category = await this.classifier(ticket);
    const facts = await this.extractor(ticket);

    let reply: string;
    switch (category) {
      case "billing":
        reply = await this.accountant(facts);
        break;
      case "technical": {
        const causes = await this.diagnosis(facts);
        reply = await this.engineer(`${ticket}\nLikely causes: ${causes}`);
        break;
      }
      case "legal":
        reply = await this.lawyer(ticket);
        break;
      default:
        reply = await this.generalist(ticket);
    }
    const urgency = await this.triage(facts);
    if (language !== "English") reply = await this.translator(`Into ${language}: ${reply}`);
    return { category, urgency, reply };
  }
}
