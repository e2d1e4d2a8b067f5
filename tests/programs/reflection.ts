/** Reflection: draft, let two critics read it, revise, until both are content. */
import { LLMInference, Module } from "plait";

export class Reflection extends Module {
  author = new LLMInference({ alias: "author", systemPrompt: "Write a short text on the topic." });
  facts = new LLMInference({ alias: "factChecker", systemPrompt: "Name what is wrong, or say OK." });
  style = new LLMInference({ alias: "styleCritic", systemPrompt: "Name what reads badly, or say OK." });
  reviser = new LLMInference({ alias: "reviser", systemPrompt: "Revise the text as the critics ask." });
  titler = new LLMInference({ alias: "titler", systemPrompt: "Give the text a title." });
  illustrator = new LLMInference({ alias: "illustrator", systemPrompt: "Describe a picture for the topic." });

  forward(topic: string, maxRevisions: number) {
    const picture = this.illustrator(topic);
    let draft = this.author(topic);
    const lengths = [draft.length];
    let content = false;

    for (let revision = 0; revision < maxRevisions; revision++) {
      const critiques = [this.facts(draft), this.style(`Topic: ${topic}\n${draft}`)];
      const complaints = critiques.filter((critique) => critique !== "OK");
      if (complaints.length === 0) {
        content = true;
        break;
      }
      draft = this.reviser(`${draft}\n\nCritics:\n${complaints.join("\n")}`);
      lengths.push(draft.length);
    }
    return { title: this.titler(draft), draft, content, lengths, picture };
  }
}
