import type { Node } from "oxc-parser";
import type { Binding } from "../syntax/bindings.js";
export interface Private {
  kind: "list" | "record" | "chained";
  writes: readonly Node[];
}
export function privatesOf(_ctx: unknown): ReadonlyMap<Binding, Private> {
  return new Map();
}
