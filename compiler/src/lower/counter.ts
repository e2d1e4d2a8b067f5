/** Variables that hold a number all the time: `let i = 0`, changed by `i++`, `i += 2` and the like alone. */
import type { Expression, Node } from "oxc-parser";
import type { Binding } from "../syntax/bindings.js";
import { peel, walk } from "../syntax/walk.js";
import type { State } from "./state.js";

export function isCounter(state: State, binding: Binding): boolean {
  if (binding.kind !== "let" || !binding.init || !isNumber(binding.init)) return false;
  const { bindings } = state.ctx.file;
  const names = (node: Node): boolean => node.type === "Identifier" && bindings.bindingOf(node) === binding;
  let writes = 0;
  walk(state.ctx.fn, (node) => {
    if (node.type === "UpdateExpression" && names(peel(node.argument))) writes++;
    else if (node.type === "AssignmentExpression" && names(node.left) && isNumber(node.right)) {
      if (["=", "+=", "-=", "*="].includes(node.operator)) writes++;
    }
  });
  return writes === binding.writes.length;
}

function isNumber(expression: Expression): boolean {
  const node = peel(expression);
  return node.type === "Literal" && typeof node.value === "number";
}
