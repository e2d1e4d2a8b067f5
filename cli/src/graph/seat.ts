/** What stands in the rows of a layout, and the pieces of edges from one row to the next. */
import type { Dash } from "./boxCharacters.js";

/** An item, or the place where a long edge passes a row. */
export interface Seat {
  item: number | undefined;
  width: number;
  height: number;
  boxed: boolean;
  dash: Dash;
  critical: boolean;
  x: number;
  y: number;
}

export interface Step {
  from: number;
  to: number;
  dash: Dash;
  critical: boolean;
}

export const middle = (seat: Seat): number => seat.x + Math.floor(seat.width / 2);
