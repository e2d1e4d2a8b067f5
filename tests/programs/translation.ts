/** Translation with a glossary: terms are collected in order, each is translated once, then every paragraph. */
import { LLMInference, Module } from "plait";

interface Entry {
  term: string;
  translation: string;
}

export class Translation extends Module {
  terms = new LLMInference({ alias: "terms", systemPrompt: "List the technical terms, separated by commas." });
  terminologist = new LLMInference({ alias: "terminologist", systemPrompt: "Translate the term." });
  translator = new LLMInference({ alias: "translator", systemPrompt: "Translate with the glossary." });
  proofreader = new LLMInference({ alias: "proofreader", systemPrompt: "Correct the language." });

  forward(paragraphs: string[], language: string) {
    const terms: string[] = [];
    for (const paragraph of paragraphs) {
      for (const term of this.terms(paragraph).split(", ")) {
        if (!terms.includes(term)) terms.push(term);
      }
    }

    const glossary: Entry[] = [];
    for (const term of terms) glossary.push({ term, translation: this.terminologist(`${language}: ${term}`) });

    const translated: string[] = [];
    for (const paragraph of paragraphs) {
      const relevant = glossary.filter((entry) => paragraph.includes(entry.term));
      const help = relevant.map((entry) => `${entry.term} = ${entry.translation}`).join("\n");
      const raw = this.translator(`${language}\n${help}\n\n${paragraph}`);
      translated.push(this.proofreader(`${language}\n${raw}`));
    }
    return { text: translated.join("\n\n"), glossary };
  }
}
