/**
 * What was kept in order, explained: a remark names both places, the reason, and what to do. One function for
 * each kind of kept order; each is reported once, however often the place is looked at.
 */
import type { Node } from "oxc-parser";
import type { Effects, Reason } from "../analyze/foundEffects.js";
import { moduleDeclarations } from "../analyze/declarations.js";
import type { Launch } from "../analyze/launches.js";
import type { FileAnalysis, MethodContext } from "../analyze/methodContext.js";
import { changeOf } from "../analyze/moduleState.js";
import { isChangeByName, whereMutated } from "../analyze/mutations.js";
import {
  PLT2001,
  PLT2002,
  PLT2003,
  PLT2004,
  PLT2011,
  PLT2012,
  PLT2013,
  PLT2014,
  PLT2015,
  PLT2017,
  type Message,
} from "../messages.generated.js";
import type { Binding } from "../syntax/bindings.js";
import { report, shortText, type Related, type SourceFile } from "../syntax/file.js";
import { type AnyFunction, isFunction, nodesOf, peel, walk } from "../syntax/walk.js";

/** How much of the source a message quotes. */
const QUOTED = 40;

type Place = { start: number; end: number };

function remark(file: SourceFile, place: Place, message: Message, related: readonly Related[] = []): void {
  const said = file.diagnostics.some(
    (d) => d.code === message.code && d.start === place.start && d.end === place.end && d.message === message.message,
  );
  if (!said) report(file, place, message, related);
}

/**
 * Why `node` keeps its place: from what `effectsOf` found, with the place inside of the function that it calls.
 * `used`: something waits for its value.
 */
export function remarkEffect(effects: Effects, node: Node, analysis: FileAnalysis, used = false): void {
  if (!effects.effect) return;
  const { file } = analysis;
  const { reason = "call" } = effects;
  const place = changeAround(effects.because ?? node, node);
  const text = shortText(file, place, QUOTED);
  const inside = effects.within ? [{ node: effects.within, message: INSIDE[reason] }] : [];
  switch (reason) {
    case "print":
    case "time":
    case "random":
      if (used && inside.length > 0) remark(file, place, PLT2001({ callee: text }), inside);
      else remark(file, place, PLT2013({ call: text, does: DOES[reason] }), inside);
      return;
    case "state": {
      const changed = changedAt(effects.within ?? place, analysis);
      const related = changed ? [...inside, { node: changed, message: "changed here" }] : inside;
      remark(file, place, PLT2012({ state: text }), related);
      return;
    }
    case "write":
    case "assign":
      remark(file, place, PLT2011({ change: text }), inside);
      return;
    case "call":
    case "await":
    case "declared":
      remark(file, place, PLT2001({ callee: text }), inside);
  }
}

/** The assignment in `root` of which `target` is the left side; else `target`. */
export function changeAround(target: Node, root: Node): Node {
  let change = target;
  walk(root, (node) => {
    if (node.type === "AssignmentExpression" && node.left === target) change = node;
    if ((node.type === "UpdateExpression" || node.type === "UnaryExpression") && node.argument === target)
      if (node.type === "UpdateExpression" || node.operator === "delete") change = node;
    return change === target;
  });
  return change;
}

const DOES: Readonly<Record<"print" | "time" | "random", string>> = {
  print: "prints",
  time: "reads the clock",
  random: "draws a random number",
};

const INSIDE: Readonly<Record<Reason, string>> = {
  call: "calls this, of which nothing is known",
  write: "changes an object here",
  assign: "assigns a variable outside of itself here",
  state: "reads this, which something changes",
  print: "prints here",
  time: "reads the clock here",
  random: "draws a random number here",
  await: "is asynchronous",
  declared: "calls this, which is declared to have an effect",
};

/** Where a variable of the file, or a field of the module, is changed. */
function changedAt(state: Node | Place, analysis: FileAnalysis): Place | undefined {
  if (!("type" in state)) return undefined;
  if (state.type === "Identifier") {
    const binding = analysis.file.bindings.bindingOf(state);
    return binding && (binding.writes.find((write) => write.start !== state.start) ?? whereMutated(binding, analysis));
  }
  return state.type === "MemberExpression" ? changeOf(state, analysis) : undefined;
}

/** `later` looks at an object that `earlier` changes, or may change. */
export function remarkOrder(later: Node, earlier: Node, analysis: FileAnalysis): void {
  const { file } = analysis;
  const by = shortText(file, earlier, QUOTED);
  remark(file, later, PLT2002({ object: shortText(file, later, QUOTED), by }), [
    { node: earlier, message: "may change it" },
    { node: later, message: "waits for it" },
  ]);
}

/** A Map or an object of the method's own that is given what a module call gives: it is there when that is, with all in it. */
export function remarkFilled(change: Node, changed: readonly Binding[], ctx: MethodContext): void {
  const { file, launches } = ctx;
  const object = changed.find((binding) => ctx.privates.has(binding));
  let isLate = false;
  walk(change, (node) => {
    const binding = node.type === "Identifier" ? file.bindings.bindingOf(node) : undefined;
    const init = binding === object || !binding?.init || binding.init.start > change.start ? undefined : binding.init;
    isLate ||= launches.has(node) || (init !== undefined && launches.has(peel(init)));
    return !isLate && !isFunction(node);
  });
  if (!object || (change.type === "CallExpression" && !isChangeByName(change)) || !isLate) return;
  const by = shortText(file, change, QUOTED);
  remark(file, change, PLT2002({ object: object.name, by }), [{ node: change, message: "may change it" }]);
}

/** A variable whose value goes from one iteration of `loop` to the next. */
export function remarkCarried(loop: Node, binding: Binding, analysis: FileAnalysis): void {
  const inside = binding.references.filter((r) => r.start >= loop.start && r.end <= loop.end);
  const write = inside.findLast((r) => r.write);
  if (!write) return;
  const read = inside.find((r) => !r.write) ?? inside.find((r) => r !== write);
  const related: Related[] = [{ node: write, message: "written here, read by the next iteration" }];
  if (read) related.push({ node: read, message: "read here" });
  remark(analysis.file, write, PLT2003({ reason: `\`${binding.name}\` is carried around the loop` }), related);
}

/** An array callback whose elements wait for one another: `reason` begins with "because" in the message. */
export function remarkCallback(
  callback: Node,
  method: string,
  reason: string,
  decides: Node,
  analysis: FileAnalysis,
): void {
  remark(analysis.file, callback, PLT2004({ method, reason }), [
    { node: decides, message: "the next element waits for this" },
  ]);
}

/** An array callback of which each element waits until it is known that the one before it does not throw. */
export function remarkThrows(callback: AnyFunction, method: string, { file }: FileAnalysis): void {
  let thrown: Node = callback;
  walk(callback.body as Node, (node) => {
    if (node.type === "ThrowStatement" && thrown === callback) thrown = node;
    return !isFunction(node);
  });
  const reason = "an element may throw";
  remark(file, callback, PLT2004({ method, reason }), [{ node: thrown, message: "whether it does is waited for" }]);
}

/** Calls that are statements, so that nothing can use what they give; not those that are made for what they do. */
export function unusedResults(root: Node, analysis: FileAnalysis): Launch[] {
  const unused: Launch[] = [];
  for (const { expression } of nodesOf(root, "ExpressionStatement")) {
    const call = expression.type === "AwaitExpression" ? expression.argument : expression;
    const launch = analysis.launches.get(call);
    if (launch && moduleDeclarations(launch, analysis).effects !== "ordered") unused.push(launch);
  }
  return unused;
}

export function remarkUnused({ node }: Launch, analysis: FileAnalysis): void {
  remark(analysis.file, node, PLT2014({ call: shortText(analysis.file, node, QUOTED) }));
}

/** A call of a module that is declared to keep the order of its calls. */
export function remarkOrdered(later: Launch, earlier: Launch, analysis: FileAnalysis): void {
  if (moduleDeclarations(later, analysis).effects !== "ordered") return;
  const { file } = analysis;
  const call = shortText(file, later.node, QUOTED);
  const module = later.className ?? shortText(file, later.callee, QUOTED);
  remark(file, later.node, PLT2015({ call, module }), [
    { node: earlier.node, message: earlier === later ? "the next round waits for this call" : "waits for this call" },
  ]);
}

/** The first module call in a `finally`. */
export function remarkFinally({ node }: Launch, analysis: FileAnalysis): void {
  remark(analysis.file, node, PLT2017());
}

/** A call of a leaf that reads `state`, which something else changes. */
export function remarkState(call: Node, state: string, analysis: FileAnalysis): void {
  remark(analysis.file, call, PLT2012({ state }));
}
