/** Reads several speeches side by side and writes a briefing: what each says, what runs through all of them. */
import { LLMInference, Module, Parameter } from "plait";

export interface Speech {
  title: string;
  text: string;
}

/** What one speech says. Themes are taken from the summary; quotes and summary need only the text. */
export class Reading extends Module {
  summarizer = new LLMInference({ alias: "fast", systemPrompt: "Summarize the text in one sentence." });
  quoter = new LLMInference({ alias: "fast", systemPrompt: "List the two most telling sentences as bullets." });
  themes = new LLMInference({ alias: "smart", systemPrompt: "Name the five main topics as keywords." });

  forward(speech: Speech) {
    const summary = this.summarizer(speech.text);
    const quotes = this.quoter(speech.text);
    const themes = this.themes(`Topics of this summary:\n${summary}`);
    return { title: speech.title, summary, quotes, themes };
  }
}

const isYes = (answer: string) => answer.trim().toLowerCase().startsWith("yes");

export class Briefing extends Module {
  style = new Parameter("Compare the two texts: what they share and where they differ.", {
    description: "How the first and the last speech are compared.",
  });
  reading = new Reading();
  comparer = new LLMInference({ alias: "smart", systemPrompt: this.style });
  checker = new LLMInference({ alias: "fast", systemPrompt: "Answer with yes or no." });
  historian = new LLMInference({ alias: "smart", systemPrompt: "Summarize the text in one sentence." });
  editor = new LLMInference({ alias: "smart", systemPrompt: "Give the text a title of at most eight words." });

  forward(speeches: Speech[], question: string): string {
    const readings = speeches.map((speech) => this.reading(speech));
    const [first, last] = [speeches[0]!, speeches[speeches.length - 1]!];
    const comparison = this.comparer(`Compare:\n\n${first.text}\n\nwith:\n\n${last.text}`);

    const about = this.checker(`${question}\n\n${readings.map((r) => r.summary).join("\n")}`);
    let note = "The summaries do not say.";
    if (isYes(about)) {
      note = this.historian(
        `Summarize what these sentences have in common:\n\n${readings.map((r) => r.quotes).join("\n")}`,
      );
    }

    const title = this.editor(`A title for:\n\n${readings.map((r) => r.summary).join("\n")}`);
    const sections = readings.map((r) => `${r.title}\n${r.summary}\n${r.quotes}\nTopics: ${r.themes}`);
    return `${title}\n\n${sections.join("\n\n")}\n\nFirst and last\n${comparison}\n\n${question}\n${note}`;
  }
}
