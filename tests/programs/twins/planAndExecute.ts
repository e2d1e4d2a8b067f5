import { pipelineCase } from "../harness/pipelineCase.js";

interface Step {
  id: string;
  tool: string;
  input: string;
  needs: string[];
}

const TOOLS = ["search", "read", "calculate"];
const step = (id: string, tool: string, input: string, ...needs: string[]): Step => ({ id, tool, input, needs });

export const planAndExecute = pipelineCase({
  name: "planAndExecute",
  title: "Plan and execute: a plan with dependent steps",
  make: (file: typeof import("../planAndExecute.js"), model) =>
    new file.PlanAndExecute(Object.fromEntries(TOOLS.map((name) => [name, model.service(name)]))),
  inputs: [["Which of the two companies grew faster?"]],
  answers: {
    planner: () =>
      JSON.stringify([
        step("a1", "search", "annual report of Acme"),
        step("a2", "read", "revenue of Acme this year", "a1"),
        step("a3", "read", "revenue of Acme last year", "a1"),
        step("a4", "calculate", "growth of Acme", "a2", "a3"),
        step("b1", "search", "annual report of Bolt"),
        step("b2", "read", "revenue of Bolt this year", "b1"),
        step("b3", "read", "revenue of Bolt last year", "b1"),
        step("b4", "calculate", "growth of Bolt", "b2", "b3"),
        step("c1", "calculate", "which is larger", "a4", "b4"),
        step("c2", "search", "reasons for growth in the industry"),
      ]),
  },

  async twin(model, question) {
    const plan = JSON.parse(await model.ask("planner", question)) as Step[];
    const results = new Map<string, Promise<string>>();
    for (const { id, tool, input, needs } of plan) {
      const known = Promise.all(needs.map(async (other) => `${other} is ${await results.get(other)}`));
      results.set(
        id,
        known.then((lines) => model.ask(tool, [input, ...lines].join("\n"))),
      );
    }
    const list = await Promise.all(plan.map(async ({ id }) => `${id}: ${await results.get(id)}`));
    return { answer: await model.ask("joiner", `${question}\n${list.join("\n")}`), steps: plan.length };
  },
});
