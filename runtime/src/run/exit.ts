/**
 * How a region of a method ended: a loop, a `try`, a labelled block. Kind 0 goes on behind the region; other
 * kinds leave it for a place that the generated code knows (`return`, an outer loop); `NEXT` is a loop's next
 * round. The values are those of the variables that the region assigns, futures or not.
 */
import type { Later } from "./scope.js";

export const NEXT = -1;

export class Exit {
  readonly kind: number;
  readonly values: readonly Later[];

  constructor(kind: number, values: readonly Later[]) {
    this.kind = kind;
    this.values = values;
  }
}
