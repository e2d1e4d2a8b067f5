/**
 * Calls of modules of which the class is not known, also inside of what is called: any of them may change an object
 * that it was made with. Whoever reads such an object behind one asks the runtime, which knows the modules.
 *
 *     this.step(doc); return this.notes.length      `step` is a `Module<[string], string>`
 */
import type { Expression, Node } from "oxc-parser";
import type { Binding } from "../syntax/bindings.js";
import { Kept } from "../syntax/kept.js";
import { type AnyFunction, keyName, nodesOf, peel, walk } from "../syntax/walk.js";
import { CallFacts } from "./callFacts.js";
import { homeOf, methodOfThis } from "./callTarget.js";
import { PLAIT_LEAVES } from "./classes.js";
import { immutable } from "./effects.js";
import { functionOf, kindOf } from "./kinds.js";
import { calleesOf } from "./launchWrites.js";
import { launchesIn, type Launch } from "./launches.js";
import type { FileAnalysis, MethodContext } from "./methodContext.js";
import { changeOf, getterOf, isThis } from "./moduleState.js";
import { readFromOutside } from "./sharedState.js";

const known = new CallFacts<boolean>();

/** Whether a call may run a module of unknown class. */
function callsUnknown(launch: Launch, analysis: FileAnalysis): boolean {
  const { kind, certain, className, plan } = launch;
  if (!certain) return true;
  if (className !== undefined && PLAIT_LEAVES.has(className)) return false;
  if (plan) return true; // of a package, which may have been handed one
  const callees = calleesOf(launch, analysis);
  if (callees.length === 0) return kind === "module" || kind === "callback";
  return callees.some((callee) => functionCallsUnknown(callee.fn, homeOf(callee, analysis)));
}

function functionCallsUnknown(fn: AnyFunction, analysis: FileAnalysis): boolean {
  return known.find(fn, analysis, false, () =>
    launchesIn(fn, analysis.launches).some((launch) => callsUnknown(launch, analysis)),
  );
}

/** Whether a function calls modules of unknown class that no walk through the fields of its module comes to. */
export function callsHidden(fn: AnyFunction, analysis: FileAnalysis): boolean {
  return launchesIn(fn, analysis.launches).some(
    (launch) => !isInField(launch.callee, analysis) && callsUnknown(launch, analysis),
  );
}

/** `this.step`, `this.steps[i]`, `this.#own(…)` of a method: private fields are seen by their class alone. */
function isInField(callee: Expression, analysis: FileAnalysis): boolean {
  let at = peel(callee);
  if (at.type === "MemberExpression" && methodOfThis(at, keyName(at.property, at.computed), analysis)) return true;
  while (at.type === "MemberExpression") {
    if (isThis(at.object, analysis)) return at.property.type !== "PrivateIdentifier";
    at = peel(at.object);
  }
  return false;
}

/**
 * The call that may change what modules share and `reader` reads: before it, in it, or in a loop around it. With
 * `until`, where it is read: one behind it, and before that.
 */
export function unknownCallBefore(reader: Node, ctx: MethodContext, until?: number): Node | undefined {
  const around = ctx.loops.filter((loop) => loop.start <= reader.start && loop.end >= reader.end);
  const call = unknownCallsOf(ctx).findLast((node) =>
    until === undefined
      ? node.end <= reader.end || around.some((loop) => loop.start <= node.start && node.end <= loop.end)
      : node.start >= reader.end && node.end <= until,
  );
  return call && mentionsShared(reader, ctx) ? call : undefined;
}

const unknown = new Kept<MethodContext, Node[]>();

function unknownCallsOf(ctx: MethodContext): readonly Node[] {
  let found = unknown.get(ctx);
  if (!found) {
    const launches = launchesIn(ctx.fn, ctx.launches).filter((launch) => callsUnknown(launch, ctx));
    unknown.set(ctx, (found = launches.map(({ node }) => node)));
  }
  return found;
}

/** `seen`: functions that are looked at already. */
function mentionsShared(node: Node, analysis: FileAnalysis, seen: ReadonlySet<Node> = new Set()): boolean {
  const inFunction = (fn: AnyFunction | undefined): boolean =>
    fn?.body !== undefined &&
    fn.body !== null &&
    !seen.has(fn) &&
    mentionsShared(fn.body, analysis, new Set([...seen, fn]));
  let found = false;
  walk(node, (inner) => {
    if (found) return false;
    if (inner.type === "MemberExpression") {
      const method = isThis(inner.object, analysis)
        ? methodOfThis(inner, keyName(inner.property, inner.computed), analysis)
        : undefined;
      found = isSharedField(inner, analysis) || inFunction(getterOf(inner, analysis)?.fn);
      if (!found && method && !method.home) found = inFunction(method.fn);
    } else if (inner.type === "Identifier") {
      const binding = analysis.file.bindings.bindingOf(inner);
      found = isSharedVariable(inner, analysis) || (binding?.owner !== undefined && inFunction(functionOf(binding)));
    }
    return !found;
  });
  return found;
}

/**
 * A variable for what modules may share: `list` of `const { list } = this`, or of `new Writer(list)`, or what one of
 * them has given, which may be something of its own.
 */
export function isSharedVariable(node: Node, analysis: FileAnalysis): boolean {
  const binding = node.type === "Identifier" ? analysis.file.bindings.bindingOf(node) : undefined;
  return binding?.owner !== undefined && sharedVariables(binding.owner, analysis).has(binding);
}

const variables = new Kept<AnyFunction, Set<Binding>>();

function sharedVariables(fn: AnyFunction, analysis: FileAnalysis): Set<Binding> {
  let found = variables.get(fn);
  if (found) return found;
  variables.set(fn, (found = new Set()));
  const add = (binding: Binding | undefined): void => {
    if (binding) found.add(binding);
  };
  const { bindings } = analysis.file;
  for (const node of nodesOf(fn, "NewExpression", "AssignmentExpression", "VariableDeclarator")) {
    if (node.type === "NewExpression") {
      for (const given of node.arguments) {
        const value = peel(given.type === "SpreadElement" ? given.argument : given);
        if (value.type === "Identifier" && kindOf(node, analysis).type === "module") add(bindings.bindingOf(value));
      }
    } else if (node.type === "AssignmentExpression") {
      if (node.left.type === "Identifier" && givenByUnknown(node.right, analysis)) add(bindings.bindingOf(node.left));
    } else if (node.init) {
      const init = peel(node.init);
      if (givenByUnknown(init, analysis)) {
        for (const name of nodesOf(node.id, "Identifier")) add(bindings.declared.get(name.start));
      } else if (node.id.type === "Identifier") {
        if (init.type === "MemberExpression" && isSharedField(init, analysis))
          add(bindings.declared.get(node.id.start));
      } else if (node.id.type === "ObjectPattern" && isThis(init, analysis)) {
        for (const property of node.id.properties)
          if (property.type === "Property" && property.value.type === "Identifier")
            add(bindings.declared.get(property.value.start));
      }
    }
  }
  return found;
}

/** Whether a value holds an object that a module of unknown class gives. */
function givenByUnknown(value: Expression, analysis: FileAnalysis): boolean {
  const isObject = (node: Expression): boolean =>
    !immutable(node, analysis) && kindOf(node, analysis).type !== "module";
  return (
    isObject(value) &&
    launchesIn(value, analysis.launches).some((launch) => isObject(launch.node) && callsUnknown(launch, analysis))
  );
}

/** An object in a field that others may hold, and that the class itself does not change. */
function isSharedField(node: Extract<Node, { type: "MemberExpression" }>, analysis: FileAnalysis): boolean {
  const name = keyName(node.property, node.computed);
  if (name === undefined || !isThis(node.object, analysis) || !readFromOutside(name, analysis)) return false;
  const { type } = kindOf(node, analysis);
  if (type === "string" || type === "primitive" || type === "module" || type === "function") return false;
  return changeOf(node, analysis) === undefined;
}
