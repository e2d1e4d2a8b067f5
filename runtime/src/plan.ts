/**
 * The plan: what the compiler knows about a module's methods, as data. It is embedded in the compiled
 * class, written beside it as `*.plan.json`, and is, with the call protocol in `run/scope.ts`, all that
 * compiler and runtime share.
 */

/** Version of the plan format and of the call protocol of generated code. */
export const PLAN_VERSION = 1;

export interface SourcePosition {
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 units. */
  column: number;
}

export type PlanNodeKind =
  | "input" // a parameter of the method
  | "call" // a module call
  | "method" // a call of a method of the same class that makes module calls
  | "map" // an array callback; its body's nodes have it as parent
  | "branch" // a test; the nodes of its arms have it as parent
  | "loop" // one round after another, each as soon as it is decided; its body's nodes have it as parent
  | "try" // its body, handler and finalizer have it as parent
  | "function" // a function of the method; its body's nodes have it as parent
  | "effect" // runs in program order, after everything before it has succeeded
  | "compute" // synchronous code between calls
  | "sequential" // a region that runs as written, one call after another
  | "throw"
  | "return";

export interface PlanNode {
  /** Index in `MethodPlan.nodes`; program order. */
  id: number;
  kind: PlanNodeKind;
  /** What a person calls it: the variable it is assigned to, or the callee. */
  label: string;
  /** Source text of the callee for call, method and map (`this.extractor`). */
  callee?: string;
  /** Class name of the callee where it is known (`LLMInference`). */
  calleeClass?: string;
  /** Alias of the callee where it is a literal in the source. */
  alias?: string;
  /** Call-site number within the method, for kinds that have one (call, method, map, and calls inside regions). */
  site?: number;
  /** The region that this node is in: a branch or map node. */
  parent?: number;
  /** The arm of a parent branch, or the part of a parent `try`. */
  arm?: "then" | "else" | "body" | "catch" | "finally";
  position: SourcePosition;
  /** ASAP level counted in calls: 0 for nodes that wait for no call. */
  level: number;
  /** Calls on the longest path from this node to the end, itself included: the priority of a ready call. */
  rank: number;
  /** Levels by which this node may be late without delaying the end. */
  slack: number;
  /** The call starts before the tests in front of it are decided. */
  speculative?: Speculation;
  /** It stands for the call at that place as well, which is not made a second time. */
  shared?: SourcePosition[];
}

/** What starting a call early costs, and what it saves. */
export interface Speculation {
  /** The tests that it does not wait for: ids of branch nodes. */
  tests: number[];
  /** Calls that are made, and stopped, for nothing where a test goes the other way. */
  extraCalls: number;
  /** Levels by which the call is earlier than if it waited. */
  savedLevels: number;
}

export interface PlanEdge {
  from: number;
  to: number;
  /** data: a value flows; guard: a test decides; order: kept for effects or mutable objects. */
  kind: "data" | "guard" | "order";
  /** Why, for a person: "`facts1` is used in the prompt". */
  reason: string;
}

export interface MethodPlan {
  name: string;
  params: string[];
  position: SourcePosition;
  nodes: PlanNode[];
  edges: PlanEdge[];
  /** Call and method node ids by level. */
  levels: number[][];
  /** Node ids of one longest chain of calls, in order. */
  criticalPath: number[];
  /** Number of call sites; a call in a map counts once. */
  calls: number;
  /** It may change objects of its caller. */
  writes?: boolean;
  /** Its own text does, beside the calls in it. */
  changes?: boolean;
  /** It calls modules that are in none of its fields, of which it is not known what they change. */
  hidden?: boolean;
  /** It may read objects that others hold as well, beside what it is given. */
  reads?: boolean;
}

export interface ModulePlan {
  /** A leaf that shares state with others: its calls keep their place in the order. */
  inTurn?: boolean;
  /** Methods that are not compiled may change objects that others hold. */
  writes?: boolean;
  planVersion: number;
  /** Class name, or the name of a function. */
  module: string;
  /** A function that makes module calls, and no class. */
  isFunction?: boolean;
  /** Source file, relative to the project root, with forward slashes. */
  file: string;
  /** By name; static methods by `staticName`. */
  methods: Record<string, MethodPlan>;
}

/** A class may have a static method of the same name as another. */
export function staticName(name: string): string {
  return `static ${name}`;
}
