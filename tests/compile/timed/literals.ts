/** Array and object literals: there at once, each member in its own time. */
import type { Node } from "oxc-parser";
import { bare } from "./analysis.js";
import { defineAccessor } from "./classes.js";
import type { Scope } from "./environment.js";
import { evaluate } from "./expressions.js";
import { isAnonymous, makeFunction } from "./functions.js";
import { Growing } from "./growing.js";
import { copyMembers, defineMember } from "./members.js";
import { keyOf } from "./patterns.js";
import type { Run } from "./run.js";
import { isObject, nameOfKey, timed, type Timed } from "./values.js";

export function arrayLiteral(run: Run, node: Extract<Node, { type: "ArrayExpression" }>, scope: Scope): Timed {
  if (node.elements.some((e) => e?.type === "SpreadElement")) return spreadLiteral(run, node, scope);
  const list: unknown[] = run.times.born([]);
  for (const element of node.elements) {
    if (element === null) list.length++;
    else defineMember(run, list, String(list.length), evaluate(run, element, scope));
  }
  return timed(list);
}

function spreadLiteral(run: Run, node: Extract<Node, { type: "ArrayExpression" }>, scope: Scope): Timed {
  const list = new Growing(run);
  for (const element of node.elements) {
    if (element?.type === "SpreadElement") list.addList(evaluate(run, element.argument, scope));
    else list.add(element ? evaluate(run, element, scope) : undefined);
  }
  return timed(list.list());
}

export function objectLiteral(run: Run, node: Extract<Node, { type: "ObjectExpression" }>, scope: Scope): Timed {
  const object = run.times.born({});
  const times = run.times.of(object);
  for (const property of node.properties) {
    if (property.type === "SpreadElement") {
      copyMembers(run, evaluate(run, property.argument, scope), object);
      continue;
    }
    const key = keyOf(run, property.key, property.computed, scope);
    const name = nameOfKey(key.v);
    times.structT = Math.max(times.structT, key.t);
    const { value } = property;
    if (property.kind !== "init" && value.type === "FunctionExpression") {
      defineAccessor(object, name, property.kind, makeFunction(run, value, scope, String(name), object), true);
    } else if (property.method && value.type === "FunctionExpression") {
      defineMember(run, object, name, timed(makeFunction(run, value, scope, String(name), object)));
    } else {
      const made = evaluate(run, value, scope, isAnonymous(bare(value)) ? String(name) : "");
      if (name === "__proto__" && !property.computed && !property.shorthand) {
        if (isObject(made.v) || made.v === null) Object.setPrototypeOf(object, made.v);
      } else defineMember(run, object, name, made);
    }
  }
  return timed(object);
}
