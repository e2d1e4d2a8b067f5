import { pipelineCase } from "../harness/pipelineCase.js";

export const translation = pipelineCase({
  name: "translation",
  title: "Translation: an ordered glossary, then paragraphs that use parts of it",
  make: (file: typeof import("../translation.js")) => new file.Translation(),
  inputs: [
    [
      ["The compiler emits code.", "The runtime runs code.", "A scope owns a slot.", "The compiler knows a scope."],
      "French",
    ],
    [["The scope."], "German"],
  ],
  answers: {
    terms: (paragraph) => {
      const words = ["compiler", "code", "runtime", "scope", "slot"];
      return words.filter((word) => paragraph.includes(word)).join(", ");
    },
  },

  async twin(model, paragraphs, language) {
    const lists = await Promise.all(paragraphs.map((paragraph) => model.ask("terms", paragraph)));
    const terms = [...new Set(lists.flatMap((list) => list.split(", ")))];
    // A paragraph waits for the entries that it uses, not for the whole glossary.
    const glossary = terms.map((term) => ({ term, translation: model.ask("terminologist", `${language}: ${term}`) }));
    const line = async (entry: (typeof glossary)[number]) => `${entry.term} = ${await entry.translation}`;

    const translated = await Promise.all(
      paragraphs.map(async (paragraph) => {
        const help = await Promise.all(glossary.filter(({ term }) => paragraph.includes(term)).map(line));
        const raw = await model.ask("translator", `${language}\n${help.join("\n")}\n\n${paragraph}`);
        return model.ask("proofreader", `${language}\n${raw}`);
      }),
    );
    const entries = glossary.map(async ({ term, translation }) => ({ term, translation: await translation }));
    return { text: translated.join("\n\n"), glossary: await Promise.all(entries) };
  },
});
