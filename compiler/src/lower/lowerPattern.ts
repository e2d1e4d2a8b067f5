/**
 * Declared names. A pattern of plain keys takes each member as soon as it is there; anything richer
 * (defaults, rest, computed keys) is destructured as written once the whole value is there.
 */
import type { Node } from "oxc-parser";
import { effectsOf } from "../analyze/effects.js";
import { needsAwait, unsupported } from "./lowerExpression.js";
import { inputsOf } from "./captures.js";
import type { Operand } from "../ir.js";
import type { Binding } from "../syntax/bindings.js";
import { keyName, walk } from "../syntax/walk.js";
import { orderOnly, perform, type Cursor, type State } from "./state.js";

/** The binding that an identifier declares. */
function declaredBinding(state: State, id: Node): Binding {
  const found = state.ctx.file.bindings.declared.get(id.start);
  if (!found) throw unsupported(state, id);
  return found;
}

/** Gives the names in `pattern` their values. */
export function bindPattern(state: State, at: Cursor, pattern: Node, value: Operand): void {
  if (pattern.type === "Identifier") {
    at.env.values.set(declaredBinding(state, pattern), value);
    return;
  }
  const names: Node[] = [];
  collectNames(pattern, names);
  if (needsAwait(state, pattern)) throw unsupported(state, pattern);
  const keys = plainKeys(pattern);
  const outs = names.map((name) => state.variable((name as { name: string }).name));
  if (keys) {
    // A name of its own: the value may be called like something that the pattern declares.
    const subject = state.variable(undefined).name;
    perform(at, pattern, {
      kind: "unpack",
      value,
      keys,
      pattern: [{ start: pattern.start, end: patternEnd(pattern) }],
      name: subject,
      names: names.map((name) => (name as { name: string }).name),
      outs,
    });
  } else {
    const inputs = inputsOf(state, at.env, pattern).filter(
      (i) => !names.some((n) => (n as { name: string }).name === i.name),
    );
    const subject = "variable" in value ? state.variable(undefined) : undefined;
    if (subject) inputs.push({ name: subject.name, value });
    const { effect, writes } = effectsOf(pattern, state.ctx);
    if (!effect) inputs.push(...orderOnly(at.env));
    perform(at, pattern, {
      kind: "statements",
      inputs,
      code: [
        "const ",
        { start: pattern.start, end: patternEnd(pattern) },
        " = ",
        ...(subject ? [subject] : "code" in value ? value.code : []),
        ";",
      ],
      effect,
      writes,
      outs,
      names: names.map((name) => (name as { name: string }).name),
    });
    const first = outs[0];
    if (writes && first) at.env.heap = { variable: first };
  }
  names.forEach((name, i) =>
    at.env.values.set(declaredBinding(state, name), { variable: outs[i] as (typeof outs)[number] }),
  );
}

/** Where the pattern itself ends: its type annotation is left out. */
function patternEnd(pattern: Node): number {
  const annotation = (pattern as { typeAnnotation?: Node | null }).typeAnnotation;
  return annotation ? annotation.start : pattern.end;
}

function collectNames(pattern: Node, names: Node[]): void {
  walk(pattern, (node) => {
    switch (node.type) {
      case "ObjectPattern":
        for (const p of node.properties) collectNames(p.type === "RestElement" ? p.argument : p.value, names);
        return false;
      case "ArrayPattern":
        for (const e of node.elements) if (e) collectNames(e.type === "RestElement" ? e.argument : e, names);
        return false;
      case "AssignmentPattern":
        collectNames(node.left, names);
        return false;
      case "Identifier":
        names.push(node);
        return false;
      default:
        return false;
    }
  });
}

/** The keys of `{ a, b: c }` or the indices of `[a, b]`; undefined for anything richer. */
function plainKeys(pattern: Node): (string | number)[] | undefined {
  if (pattern.type === "ArrayPattern") {
    return pattern.elements.every((e) => e?.type === "Identifier") ? pattern.elements.map((_, i) => i) : undefined;
  }
  if (pattern.type !== "ObjectPattern") return undefined;
  const keys: string[] = [];
  for (const p of pattern.properties) {
    const key = p.type === "Property" ? keyName(p.key, p.computed) : undefined;
    if (key === undefined || p.type !== "Property" || p.value.type !== "Identifier") return undefined;
    keys.push(key);
  }
  return keys;
}
