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
      return { title: headOf(label), detail: shown === "" ? "each" : `each: ${shown}` };
    case "loop":
      return { title: headOf(label), detail: roundsOf(label) };
    case "function":
      return { title: `function ${label}`, detail: "" };
    case "branch":
      return {
        title: caseText(node) ?? (/^(if|switch|try|while|for)\b/.test(label) ? label : `if ${label}`),
        detail: "",
      };
    case "sequential":
      // A method that runs as written is named by its parameters.
      return {
        title: label.startsWith("(") ? "the whole body" : label.replace(/\s*\{.*$/, ""),
        detail: "one call after another",
      };
    case "throw":
      return { title: label.startsWith("throw") ? label : `throw ${label}`, detail: "" };
    default:
      return { title: label, detail: shown };
  }
}

const CALLBACK = /^(.*?)\s*\.\s*(map|flatMap|forEach|filter|find\w*|some|every|reduce\w*)\(/s;
const WRITTEN_LOOP = /^(for|while|do)\b/;

/** A callback's list and method, a loop's head: the text without what is inside. */
function headOf(label: string): string {
  if (/^do\b/.test(label)) return "do … while";
  const [, list, method] = (!WRITTEN_LOOP.test(label) && CALLBACK.exec(label)) || [];
  return list === undefined ? label : `${list}.${method}`;
}

/** What is not clear from the words of a loop: which callbacks wait for the answer of the one before. */
function roundsOf(label: string): string {
  const method = WRITTEN_LOOP.test(label) ? undefined : CALLBACK.exec(label)?.[2];
  if (method === undefined) return "";
  return /^(find|some|every)/.test(method) ? "one after another" : "each";
}

/** `case "x"` or `default` for a test that is a clause of a `switch`. */
export function caseText({ kind, label }: PlanNode): string | undefined {
  const line = singleLine(label);
  if (kind !== "branch") return undefined;
  return /^default\s*:/.test(line)
    ? "default"
    : /^case\s+("[^"]*"|'[^']*'|[^:]*?)\s*:/.exec(line)?.[0].replace(/\s*:$/, "");
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
