/** Plans for the tests of the drawings, written as a list of nodes with what each waits for. */
import { PLAN_VERSION, type MethodPlan, type ModulePlan, type PlanEdge, type PlanNode } from "plait/internal";

export interface SampleNode extends Partial<PlanNode> {
  label: string;
  /** Labels of earlier nodes; a prefix `?` makes a guard edge, `!` an order edge. */
  after?: readonly string[];
  /** Label of the branch or map that it is in. */
  within?: string;
}

const makesCall = (node: PlanNode): boolean => node.kind === "call" || node.kind === "method";

export function sampleMethod(name: string, params: string[], samples: readonly SampleNode[]): MethodPlan {
  const idOf = (label: string): number => samples.findIndex((sample) => sample.label === label);
  const nodes = samples.map(({ after: _after, within, ...sample }, id): PlanNode => ({
    kind: "call",
    position: { line: id + 3, column: 5 },
    level: 0,
    rank: 0,
    slack: 0,
    ...(within === undefined ? {} : { parent: idOf(within) }),
    ...sample,
    id,
  }));
  const edges = samples.flatMap((sample, to) =>
    (sample.after ?? []).map((text): PlanEdge => {
      const kind = text.startsWith("?") ? "guard" : text.startsWith("!") ? "order" : "data";
      const label = text.replace(/^[?!]/, "");
      return {
        from: idOf(label),
        to,
        kind,
        reason: kind === "data" ? `\`${label}\` is used` : `waits for \`${label}\``,
      };
    }),
  );

  // What a group waits for, its members wait for; what waits for a group waits for its members.
  const waits = (id: number): number[] => {
    const node = nodes[id] as PlanNode;
    const own = edges.filter((edge) => edge.to === id).flatMap((edge) => [edge.from, ...inside(edge.from)]);
    return node.parent === undefined ? own : [...own, ...waits(node.parent)];
  };
  const inside = (id: number): number[] => nodes.filter((n) => n.parent === id).flatMap((n) => [n.id, ...inside(n.id)]);
  const depth = (id: number): number =>
    Math.max(0, ...waits(id).map((other) => depth(other) + (makesCall(nodes[other] as PlanNode) ? 1 : 0)));
  for (const node of nodes) node.level = depth(node.id);
  const calls = nodes.filter(makesCall);
  const levels = Array.from({ length: Math.max(0, ...calls.map((node) => node.level + 1)) }, (_, level) =>
    calls.filter((node) => node.level === level).map((node) => node.id),
  );
  const criticalPath: number[] = [];
  for (let at = calls.find((node) => node.level === levels.length - 1); at;) {
    criticalPath.unshift(at.id);
    const level: number = at.level - 1;
    const reach = new Set([at.id]);
    for (const id of reach) for (const other of waits(id)) reach.add(other);
    at = calls.find((node) => node.level === level && reach.has(node.id));
  }
  return { name, params, position: { line: 2, column: 3 }, nodes, edges, levels, criticalPath, calls: calls.length };
}

export function samplePlan(samples: readonly SampleNode[], params: string[] = ["doc"]): ModulePlan {
  return {
    planVersion: PLAN_VERSION,
    module: "Sample",
    file: "src/sample.ts",
    methods: { forward: sampleMethod("forward", params, samples) },
  };
}

const input = (label: string): SampleNode => ({ label, kind: "input" });
const llm = (
  label: string,
  callee: string,
  alias: string,
  after: string[],
  more: Partial<SampleNode> = {},
): SampleNode => ({
  label,
  callee: `this.${callee}`,
  calleeClass: "LLMInference",
  alias,
  after,
  ...more,
});
const result = (...after: string[]): SampleNode => ({ label: "return", kind: "return", after });

export const chain = samplePlan([
  input("doc"),
  llm("facts", "extractor", "fast", ["doc"]),
  llm("draft", "writer", "smart", ["facts"]),
  llm("polished", "editor", "smart", ["draft"]),
  result("polished"),
]);

export const fan = samplePlan(
  [
    input("doc1"),
    input("doc2"),
    llm("facts1", "extractor", "fast", ["doc1"]),
    llm("facts2", "extractor", "fast", ["doc2"]),
    llm("comparer", "comparer", "smart", ["facts1", "facts2"]),
    result("comparer"),
  ],
  ["doc1", "doc2"],
);

export const diamond = samplePlan([
  input("doc"),
  llm("facts", "extractor", "fast", ["doc"]),
  llm("pros", "argue", "smart", ["facts"]),
  llm("cons", "argue", "smart", ["facts"]),
  { label: "prompt", kind: "compute", after: ["pros", "cons", "facts"] },
  llm("verdict", "judge", "smart", ["prompt"]),
  result("verdict"),
]);

export const branch = samplePlan([
  input("doc"),
  llm("language", "detect", "fast", ["doc"]),
  { label: 'language !== "en"', kind: "branch", after: ["language"] },
  llm("translated", "translate", "smart", ["doc"], { within: 'language !== "en"', arm: "then" }),
  llm("checked", "check", "fast", ["translated"], { within: 'language !== "en"', arm: "then" }),
  llm("cleaned", "clean", "fast", ["doc"], { within: 'language !== "en"', arm: "else" }),
  llm("answer", "answerer", "smart", ['language !== "en"', "doc"]),
  result("answer"),
]);

export const map = samplePlan([
  input("docs"),
  { label: "notes", kind: "map", callee: "docs.map", after: ["docs"] },
  llm("note", "summarize", "fast", [], { within: "notes" }),
  llm("score", "rate", "fast", ["note"], { within: "notes" }),
  llm("report", "write", "smart", ["notes"]),
  result("report"),
]);

export const effect = samplePlan([
  input("doc"),
  llm("summary", "summarize", "fast", ["doc"]),
  { label: "console.log(summary)", kind: "effect", after: ["summary"] },
  llm("title", "headline", "fast", ["doc"]),
  { label: "this.save(title)", kind: "effect", after: ["title", "!console.log(summary)"] },
  result("title", "summary"),
]);

export const nested = samplePlan([
  input("chapters"),
  { label: "outline", kind: "compute", after: ["chapters"] },
  llm("plan", "planner", "smart", ["outline"]),
  { label: "sections", kind: "map", callee: "chapters.map", after: ["plan", "chapters"] },
  llm("draft", "write", "fast", [], { within: "sections" }),
  { label: "draft.length > 500", kind: "branch", within: "sections", after: ["draft"] },
  llm("shorter", "shorten", "fast", ["draft"], { within: "draft.length > 500", arm: "then" }),
  llm("style", "guide", "smart", ["outline"]),
  llm("book", "editor", "smart", ["sections", "style"]),
  { label: "log(book)", kind: "effect", after: ["book"] },
  result("book"),
]);

export const wide = samplePlan([
  input("doc"),
  ...Array.from({ length: 8 }, (_, i) => llm(`aspect${i}`, "analyze", "fast", ["doc"])),
  llm(
    "merged",
    "merge",
    "smart",
    Array.from({ length: 8 }, (_, i) => `aspect${i}`),
  ),
  llm("checked", "check", "fast", ["merged", "aspect0"]),
  result("checked"),
]);

export const hostile = samplePlan([
  { label: 'a"b', kind: "input" },
  llm('x["]\n--> evil', 'm["k"](`q`)', "<b>#1</b>;", ['a"b']),
  { label: "} subgraph \u001B[31m\\", kind: "compute", after: ['x["]\n--> evil'] },
  result("} subgraph \u001B[31m\\"),
]);

/** A loop whose test has a node of its own, a try with all its parts, a switch and a function. */
export const regions = samplePlan([
  input("doc"),
  { label: "for (let i = 0; i < 3; i++)", kind: "loop", after: ["doc"] },
  { label: "i < 3", kind: "branch", within: "for (let i = 0; i < 3; i++)" },
  llm("draft", "writer", "smart", [], { within: "i < 3", arm: "then" }),
  { label: "try", kind: "try", after: ["for (let i = 0; i < 3; i++)"] },
  llm("first", "primary", "smart", [], { within: "try", arm: "body" }),
  llm("second", "backup", "fast", [], { within: "try", arm: "catch" }),
  { label: "log", kind: "effect", callee: "console.log", within: "try", arm: "finally" },
  { label: 'case "a": return this.a(doc);', kind: "branch", after: ["try"] },
  llm("a", "a", "fast", [], { within: 'case "a": return this.a(doc);', arm: "then" }),
  { label: "default: return this.b(doc);", kind: "branch", within: 'case "a": return this.a(doc);', arm: "else" },
  llm("b", "b", "fast", [], { within: "default: return this.b(doc);", arm: "then" }),
  { label: "ask", kind: "function" },
  llm("answer", "answerer", "fast", [], { within: "ask" }),
  { label: "topics.find((t) => this.ok(t))", kind: "loop" },
  llm("ok", "ok", "fast", [], { within: "topics.find((t) => this.ok(t))" }),
  result('case "a": return this.a(doc);'),
]);
