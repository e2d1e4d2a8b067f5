/** Code review: every file under every check, findings confirmed by a second reader, fixes for what remains. */
import { LLMInference, Module } from "plait";

export interface SourceFile {
  path: string;
  text: string;
}

export class CodeReview extends Module {
  explainer = new LLMInference({ alias: "explainer", systemPrompt: "What is the file for?" });
  checks = [
    new LLMInference({ alias: "security", systemPrompt: "Name the worst security problem, or say none." }),
    new LLMInference({ alias: "performance", systemPrompt: "Name the worst waste of time, or say none." }),
    new LLMInference({ alias: "naming", systemPrompt: "Name the most misleading name, or say none." }),
  ];
  skeptic = new LLMInference({ alias: "skeptic", systemPrompt: "Is the finding real? yes or no." });
  fixer = new LLMInference({ alias: "fixer", systemPrompt: "Propose a fix." });
  editor = new LLMInference({ alias: "editor", systemPrompt: "Write the review." });

  forward(files: SourceFile[]) {
    const findings = files.flatMap((file) => {
      const purpose = this.explainer(file.text);
      return this.checks
        .map((check) => ({ path: file.path, problem: check(`${purpose}\n\n${file.text}`) }))
        .filter(({ problem }) => problem !== "none");
    });
    const confirmed = findings.filter(({ path, problem }) => this.skeptic(`${path}: ${problem}`) === "yes");
    const fixes = confirmed.map(({ path, problem }) => ({ path, problem, fix: this.fixer(`${path}: ${problem}`) }));

    const dismissed = findings.length - confirmed.length;
    const review = this.editor(fixes.map(({ path, problem, fix }) => `${path}: ${problem}\n${fix}`).join("\n"));
    return { review, fixes, dismissed };
  }
}
