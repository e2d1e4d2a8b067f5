/**
 * The TypeScript API as a value that is passed around. plaitc brings its own TypeScript (the one inside
 * ts-morph), but a ts-patch transformer runs inside the user's: every function in this folder therefore
 * takes the namespace as an argument and imports nothing but its types.
 */
import type { ts } from "ts-morph";

export type TypeScript = typeof ts;
export type { ts };
