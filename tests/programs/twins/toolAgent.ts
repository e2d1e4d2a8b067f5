import type { Message } from "plait";
import { pipelineCase } from "../harness/pipelineCase.js";

const TOOLS = ["search", "calculate", "weather"];

export const toolAgent = pipelineCase({
  name: "toolAgent",
  title: "Tool agent: a loop with tools chosen by the model",
  make: (file: typeof import("../toolAgent.js"), model) =>
    new file.ToolAgent(Object.fromEntries(TOOLS.map((name) => [name, model.service(name)]))),
  inputs: [
    ["Will it rain at the highest tower?", 6],
    ["Will it rain at the highest tower?", 2],
  ],
  answers: {
    planner: (conversation) => {
      const turn = conversation.split("<assistant>").length;
      if (turn === 1) return "search: highest tower\nsearch: second highest tower\ncalculate: 828 - 679";
      if (turn === 2) return "weather: Dubai\nweather: Kuala Lumpur\nphone: mayor\nsearch: rain forecast";
      return "answer: no";
    },
  },

  async twin(model, question, maxTurns) {
    const history: Message[] = [{ role: "user", content: question }];
    for (let turn = 0; turn < maxTurns; turn++) {
      const reply = await model.ask("planner", history);
      if (reply.startsWith("answer: ")) return model.ask("reporter", reply.slice("answer: ".length));
      history.push({ role: "assistant", content: reply });
      const steps = reply.split("\n").map((line) => line.split(": ") as [string, string]);
      const results = await Promise.all(
        steps
          .filter(([tool]) => TOOLS.includes(tool))
          .map(async ([tool, input]) => `${tool}: ${await model.ask(tool, input)}`),
      );
      history.push({ role: "user", content: results.join("\n") });
    }
    return "There was no time to find out.";
  },
});
