/** Whether an expression makes a module call or awaits, outside of inner functions. */
import type { Node } from "oxc-parser";
import { containsLaunch } from "../analyze/launches.js";
import type { SourceFile } from "../syntax/file.js";
import { firstFrom } from "../syntax/firstFrom.js";
import { Kept } from "../syntax/kept.js";
import { FUNCTIONS, isFunction, leaveEnded, nodesOf } from "../syntax/walk.js";
import type { State } from "./state.js";

/** Where a file awaits, from left to right, each with the function that it is in. */
interface Awaits {
  starts: number[];
  functions: (Node | undefined)[];
}

const known = new Kept<SourceFile, Awaits>();

export function needsAwait({ ctx }: State, node: Node): boolean {
  if (containsLaunch(node, ctx.launches)) return true;
  const { starts, functions } = awaitsOf(ctx.file);
  for (let i = firstFrom(starts, node.start); (starts[i] ?? Infinity) < node.end; i++) {
    const fn = functions[i];
    if (!fn || fn.start < node.start || node.end < fn.end) return true;
  }
  return false;
}

function awaitsOf(file: SourceFile): Awaits {
  let found = known.get(file);
  if (found) return found;
  known.set(file, (found = { starts: [], functions: [] }));
  const around: Node[] = [];
  for (const node of nodesOf(file.program, "AwaitExpression", "ForOfStatement", "VariableDeclaration", ...FUNCTIONS)) {
    leaveEnded(around, node);
    if (isFunction(node)) around.push(node);
    else if (
      node.type === "AwaitExpression" ||
      (node.type === "ForOfStatement" ? node.await : node.kind === "await using")
    ) {
      found.starts.push(node.start);
      found.functions.push(around.at(-1));
    }
  }
  return found;
}
