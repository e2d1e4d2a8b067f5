/** Which nodes of a plan a value comes from: code between calls has no node, so that its inputs stand for it. */
import type { PlanNode } from "plait/internal";
import type { Operand, Variable } from "../ir.js";
import type { State } from "../lower/state.js";

/** Where a value comes from: plan nodes, each with the name under which it is known. */
export type Sources = Map<number, string>;

export const selfOf = (node: PlanNode): Sources => new Map([[node.id, node.label]]);

export class ValueSources {
  readonly #sources = new Map<number, Sources>();
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  of(operand: Operand): Sources {
    const result: Sources = new Map();
    const variables =
      "variable" in operand
        ? [operand.variable]
        : operand.code.filter((p): p is Variable => typeof p === "object" && "id" in p);
    for (const variable of variables) {
      for (const [node, name] of this.#sources.get(variable.id) ?? []) {
        result.set(node, this.#state.isNumbered(variable) ? name : this.#state.hintOf(variable));
      }
    }
    return result;
  }

  all(operands: readonly Operand[]): Sources {
    return new Map(operands.flatMap((o) => [...this.of(o)]));
  }

  give(variable: Variable | undefined, value: Sources | undefined): void {
    if (variable && value) this.#sources.set(variable.id, value);
  }
}
