/** Plan and execute: the model writes a plan whose steps need each other's results; each runs with what it needs. */
import { LLMInference, Module } from "plait";

interface Step {
  id: string;
  tool: string;
  input: string;
  /** Ids of earlier steps. */
  needs: string[];
}

export class Tool extends Module {
  constructor(readonly work: (input: string) => Promise<string>) {
    super();
  }

  async forward(input: string): Promise<string> {
    return this.work(input);
  }
}

export class PlanAndExecute extends Module {
  planner = new LLMInference({ alias: "planner", systemPrompt: "Write the plan as JSON: id, tool, input, needs." });
  joiner = new LLMInference({ alias: "joiner", systemPrompt: "Answer the question from the results." });
  tools: Record<string, Tool>;

  constructor(tools: Record<string, (input: string) => Promise<string>>) {
    super();
    this.tools = Object.fromEntries(Object.entries(tools).map(([name, work]) => [name, new Tool(work)]));
  }

  forward(question: string) {
    const plan = JSON.parse(this.planner(question)) as Step[];

    const results: Record<string, string> = {};
    for (const step of plan) {
      const known = step.needs.map((id) => `${id} is ${results[id]}`);
      results[step.id] = this.tools[step.tool]!([step.input, ...known].join("\n"));
    }

    const list = plan.map((step) => `${step.id}: ${results[step.id]}`);
    return { answer: this.joiner(`${question}\n${list.join("\n")}`), steps: plan.length };
  }
}
