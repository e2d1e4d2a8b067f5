/** Tree of thoughts: propose next steps for each path, score them, keep the best, go deeper. */
import { LLMInference, Module } from "plait";

interface Thought {
  path: string[];
  score: number;
}

export class TreeOfThoughts extends Module {
  proposer = new LLMInference({ alias: "proposer", systemPrompt: "Propose next steps, one a line." });
  scorer = new LLMInference({ alias: "scorer", systemPrompt: "Rate from 0 to 99 how promising the path is." });
  solver = new LLMInference({ alias: "solver", systemPrompt: "Write the solution that the path leads to." });

  forward(problem: string, depth: number, keep: number): string {
    let frontier: Thought[] = [{ path: [], score: 0 }];
    for (let level = 0; level < depth; level++) {
      const thoughts = frontier.flatMap(({ path }) => {
        const steps = this.proposer([problem, ...path].join("\n")).split("\n");
        return steps.map((step): Thought => {
          const longer = [...path, step];
          return { path: longer, score: Number(this.scorer([problem, ...longer].join("\n"))) };
        });
      });
      frontier = thoughts.sort((a, b) => b.score - a.score).slice(0, keep);
    }
    return this.solver([problem, ...(frontier[0]?.path ?? [])].join("\n"));
  }
}
