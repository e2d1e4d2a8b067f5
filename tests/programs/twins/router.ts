import { pipelineCase } from "../harness/pipelineCase.js";

export const router = pipelineCase({
  name: "router",
  title: "Router: classify, then one of four experts",
  make: (file: typeof import("../router.js")) => new file.Router(),
  inputs: [
    ["technical: Der Drucker druckt nicht."],
    ["billing: I was charged twice."],
    ["legal: I want my data deleted."],
    ["Thanks for everything!"],
  ],
  answers: {
    classifier: (ticket) => (ticket.includes(":") ? ticket.slice(0, ticket.indexOf(":")) : "other"),
    linguist: (ticket) => (ticket.includes("Der ") ? "German" : "English"),
  },

  async twin(model, ticket) {
    const language = model.ask("linguist", ticket);
    const facts = model.ask("extractor", ticket);
    const urgency = facts.then((text) => model.ask("triage", text));

    const answered = async (category: string): Promise<string> => {
      switch (category) {
        case "billing":
          return model.ask("accountant", await facts);
        case "technical": {
          const causes = await model.ask("diagnosis", await facts);
          return model.ask("engineer", `${ticket}\nLikely causes: ${causes}`);
        }
        case "legal":
          return model.ask("lawyer", ticket);
        default:
          return model.ask("generalist", ticket);
      }
    };
    const category = await model.ask("classifier", ticket);
    let reply = await answered(category);
    if ((await language) !== "English") reply = await model.ask("translator", `Into ${await language}: ${reply}`);
    return { category, urgency: await urgency, reply };
  },
});
