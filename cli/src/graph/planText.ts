/** How the parts of a plan are called in drawings; the same words in every format. */
import type { MethodPlan, ModulePlan, PlanNode } from "plait/internal";
import { singleLine } from "./displayText.js";

export interface NodeText {
  title: string;
  /** Callee, class and alias; empty where the title says it all. */
  detail: string;
}

/** A call that is assigned to no variable is labelled with its text: `this.judge(\`…` becomes `judge`. */
export function shortLabel(label: string): string {
  const line = singleLine(label);
  return /^this\.([\w$.]+)\(/.exec(line)?.[1] ?? line;
}

export function nodeText(node: PlanNode): NodeText {
  const isCall = node.kind === "call" || node.kind === "method";
  const label = (isCall ? shortLabel(node.label) : singleLine(node.label)) || node.kind;
  const callee = node.callee === undefined ? "" : singleLine(node.callee).replace(/^this\./, "");
  const shown = callee === label ? "" : callee;
  switch (node.kind) {
    case "call": {
      const endpoint = node.alias === undefined ? (node.calleeClass ?? "") : singleLine(node.alias);
      return { title: label, detail: [shown, endpoint, node.speculative ? "early" : ""].filter(Boolean).join(" · ") };
    }
    case "method":
      return { title: label, detail: `${shown || label}()` };
    case "map":
      return { title: label, detail: shown === "" ? "each" : `each: ${shown}` };
    case "branch":
      return { title: /^(if|switch|try|while|for)\b/.test(label) ? label : `if ${label}`, detail: "" };
    case "sequential":
      return { title: label.replace(/\s*\{.*$/, ""), detail: "one call after another" };
    case "throw":
      return { title: label.startsWith("throw") ? label : `throw ${label}`, detail: "" };
    default:
      return { title: label, detail: shown };
  }
}

export function signature(plan: ModulePlan, method: MethodPlan): string {
  const name = plan.isFunction ? method.name : `${plan.module}.${method.name}`;
  return `${name}(${method.params.map(singleLine).join(", ")})`;
}

const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? "" : "s"}`;

export function summary(method: MethodPlan): string {
  const path = method.criticalPath.flatMap((id) => {
    const node = method.nodes[id];
    return node ? [nodeText(node).title] : [];
  });
  const parts = [count(method.calls, "call"), count(method.levels.length, "level")];
  if (path.length > 1) parts.push(`critical path ${path.join(" → ")}`);
  return parts.join(" · ");
}
