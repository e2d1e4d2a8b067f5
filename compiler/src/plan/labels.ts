/** What nodes of a plan are called: after the variable that they give, or the text that they come from. */
import type { Node } from "oxc-parser";
import type { Launch } from "../analyze/launches.js";
import type { Op } from "../ir.js";
import type { State } from "../lower/state.js";
import { shortText, type SourceFile } from "../syntax/file.js";
import { keyName } from "../syntax/walk.js";

export function nameOf(state: State, op: Op, launch?: Launch): string {
  if (op.out && !state.isNumbered(op.out)) return state.hintOf(op.out);
  const callee = launch?.callee;
  const last = callee?.type === "MemberExpression" ? keyName(callee.property, callee.computed) : undefined;
  return last ?? shortText(state.ctx.file, callee ?? op.node, 32);
}

/** A loop without its body. */
export function headOf(file: SourceFile, node: Node): string {
  const body =
    "body" in node && node.body && typeof node.body === "object" && "start" in node.body ? node.body : undefined;
  return shortText(
    file,
    node.type === "DoWhileStatement" || !body ? node : { start: node.start, end: body.start },
    32,
  ).trim();
}
