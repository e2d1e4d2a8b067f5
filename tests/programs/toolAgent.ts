/** An agent: the model names tools, one a line, until it knows the answer. The conversation is plain data. */
import { LLMInference, Module, type Message } from "plait";

export class Tool extends Module {
  constructor(readonly work: (input: string) => Promise<string>) {
    super();
  }

  async forward(input: string): Promise<string> {
    return this.work(input);
  }
}

interface Step {
  tool: string;
  input: string;
}

function stepOf(line: string): Step {
  const [tool = "", input = ""] = line.split(": ");
  return { tool, input };
}

export class ToolAgent extends Module {
  planner = new LLMInference({ alias: "planner", systemPrompt: "Name tools as 'tool: input', or give the answer." });
  reporter = new LLMInference({ alias: "reporter", systemPrompt: "Put the answer into a friendly sentence." });
  tools: Record<string, Tool>;

  constructor(tools: Record<string, (input: string) => Promise<string>>) {
    super();
    this.tools = Object.fromEntries(Object.entries(tools).map(([name, work]) => [name, new Tool(work)]));
  }

  forward(question: string, maxTurns: number): string {
    const history: Message[] = [{ role: "user", content: question }];
    let turn = 0;
    while (turn < maxTurns) {
      turn++;
      const reply = this.planner(history);
      if (reply.startsWith("answer: ")) return this.reporter(reply.slice("answer: ".length));
      history.push({ role: "assistant", content: reply });
      const steps = reply.split("\n").map(stepOf);
      const known = steps.filter(({ tool }) => tool in this.tools);
      const results = known.map(({ tool, input }) => `${tool}: ${this.tools[tool]!(input)}`);
      history.push({ role: "user", content: results.join("\n") });
    }
    return "There was no time to find out.";
  }
}
