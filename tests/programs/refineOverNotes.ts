/** Refine over notes, chain-of-density style: each note is cleaned by itself and then worked into the summary. */
import { LLMInference, Module } from "plait";

export class RefineOverNotes extends Module {
  opener = new LLMInference({ alias: "opener", systemPrompt: "Write the first sentence of a summary." });
  cleaner = new LLMInference({ alias: "cleaner", systemPrompt: "Clean the note. Say nothing if it has no content." });
  entities = new LLMInference({ alias: "entities", systemPrompt: "List the names in the note." });
  refiner = new LLMInference({ alias: "refiner", systemPrompt: "Work the note into the summary; keep its length." });
  grader = new LLMInference({ alias: "grader", systemPrompt: "Rate from 0 to 9 how dense the summary is." });

  forward(subject: string, notes: string[]) {
    let summary = this.opener(subject);
    const versions = [summary];
    const names: string[] = [];

    for (const note of notes) {
      const clean = this.cleaner(note);
      if (clean === "nothing") continue;
      names.push(...this.entities(clean).split(", "));
      summary = this.refiner(`${summary}\n\nNote: ${clean}`);
      versions.push(summary);
    }

    const grades = versions.map((version) => Number(this.grader(version)));
    const densest = versions[grades.indexOf(Math.max(...grades))];
    return { summary, densest, names: [...new Set(names)] };
  }
}
