/** The names that the texts of a lowered method mention: a constant that none of them mentions need not be written. */
import { armsOf, operandsOf, resultsOf, type Block, type Code, type MethodIr, type Operand } from "../ir.js";
import type { Bindings } from "../syntax/bindings.js";

export function namesInTexts(ir: MethodIr, bindings: Bindings): Set<string> {
  const names = new Set<string>();
  const text = (code: Code): void => {
    for (const part of code) {
      if (typeof part === "string")
        for (const [word] of part.matchAll(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu)) names.add(word);
      else if (!("id" in part)) for (const { name } of bindings.in(part.start, part.end)) names.add(name);
    }
  };
  const operand = (value: Operand): void => {
    if ("code" in value) text(value.code);
  };
  const visit = (block: Block): void => {
    for (const op of block.ops) {
      operandsOf(op).forEach(operand);
      if ("code" in op) text(op.code);
      if (op.kind === "unpack") text(op.pattern);
      for (const arm of armsOf(op)) visit(arm.block);
    }
    resultsOf(block).forEach(operand);
  };
  visit(ir.body);
  return names;
}
