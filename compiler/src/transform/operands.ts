/** Reading and replacing the values that operations name. */
import { blocksOf, operandsOf, resultsOf, variablesIn, type Block, type Input, type Op, type Operand } from "../ir.js";

/** Every operation of a block and of the blocks in it. */
export function everyOp(block: Block, visit: (op: Op, block: Block) => void): void {
  for (const op of block.ops) {
    visit(op, block);
    for (const inner of blocksOf(op)) everyOp(inner, visit);
  }
}

/** How often each variable is named, by its number. */
export function countUses(body: Block): Map<number, number> {
  const uses = new Map<number, number>();
  const count = (operand: Operand): void => {
    for (const { id } of variablesIn(operand)) uses.set(id, (uses.get(id) ?? 0) + 1);
  };
  const visit = (block: Block): void => {
    for (const op of block.ops) {
      operandsOf(op).forEach(count);
      if ("code" in op) count({ code: op.code });
      blocksOf(op).forEach(visit);
    }
    resultsOf(block).forEach(count);
  };
  visit(body);
  return uses;
}

/** Puts `values` in place of the variables with these numbers, everywhere in a block. */
export function substitute(block: Block, values: ReadonlyMap<number, Operand>): void {
  if (values.size === 0) return;
  const of = (operand: Operand): Operand => {
    let value = operand;
    while ("variable" in value) {
      const next = values.get(value.variable.id);
      if (!next) break;
      value = next;
    }
    return value;
  };
  const all = (operands: readonly Operand[]): Operand[] => operands.map(of);
  const visit = (inner: Block): void => {
    for (const op of inner.ops) {
      replaceOperands(op, of, all);
      blocksOf(op).forEach(visit);
    }
    const { result } = inner;
    if (result.kind === "value") result.value = result.value && of(result.value);
    else if (result.kind === "jump") result.args = all(result.args);
    else result.values = all(result.values);
  };
  visit(block);
}

function replaceOperands(op: Op, of: (o: Operand) => Operand, all: (o: readonly Operand[]) => Operand[]): void {
  const inputs = (list: readonly Input[]): Input[] => list.map((input) => ({ ...input, value: of(input.value) }));
  switch (op.kind) {
    case "let":
    case "join":
    case "block":
    case "closure":
    case "use":
    case "drop":
      return;
    case "call":
      op.callee = of(op.callee);
      op.self = op.self && of(op.self);
      op.args = all(op.args);
      return;
    case "ahead":
      op.callee = of(op.callee);
      op.args = all(op.args);
      return;
    case "invoke":
    case "enter":
      op.args = all(op.args);
      return;
    case "on":
    case "effect":
    case "throw":
    case "statements":
    case "sequential":
      op.inputs = inputs(op.inputs);
      return;
    case "written":
      op.call = of(op.call);
      op.before = op.before && of(op.before);
      return;
    case "await":
    case "get":
    case "unpack":
    case "mark":
      op.value = of(op.value);
      return;
    case "at":
      op.value = of(op.value);
      op.key = of(op.key);
      return;
    case "list":
      op.list = of(op.list);
      op.args = all(op.args);
      return;
    case "members":
    case "is":
      op.value = of(op.value);
      return;
    case "writers":
      return;
    case "behind":
      op.value = of(op.value);
      op.after = of(op.after);
      return;
    case "changed":
      op.value = of(op.value);
      op.before = of(op.before);
      return;
    case "merge":
      op.parts = op.parts.map((part) =>
        Array.isArray(part) ? part.map((member) => ({ ...member, value: of(member.value) })) : of(part),
      );
      return;
    case "member":
      op.key = of(op.key);
      op.value = of(op.value);
      return;
    case "push":
      op.list = of(op.list);
      op.values = all(op.values);
      return;
    case "put":
      op.object = of(op.object);
      op.key = of(op.key);
      op.value = of(op.value);
      return;
    case "array":
      op.elements = all(op.elements);
      return;
    case "object":
      op.members = op.members.map((member) => ({ ...member, value: of(member.value) }));
      return;
    case "if":
    case "branch":
      op.test = of(op.test);
      return;
    case "map":
      op.items = of(op.items);
      return;
    case "filter":
      op.items = of(op.items);
      op.flags = of(op.flags);
      return;
    case "flat":
      op.lists = of(op.lists);
      return;
    case "loop":
    case "try":
      op.values = all(op.values);
      return;
    case "each":
    case "mapWith":
      op.items = of(op.items);
      op.values = all(op.values);
      return;
    case "after":
      op.exit = of(op.exit);
      return;
  }
}
