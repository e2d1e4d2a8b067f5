/** What the type checker, where there is one, says of a place in a file. */
import type { ValueKind } from "../types.js";
import type { Types } from "./typeKinds.js";

const UNKNOWN: ValueKind = { type: "unknown" };

/** The checker knows classes by their own name, which may be that of several. */
export function kindOfHost(
  { start, end }: { start: number; end: number },
  types: Types,
  otherwise = UNKNOWN,
): ValueKind {
  const kind = types.file.host?.kindOf(start, end) ?? UNKNOWN;
  if (kind.type === "unknown") return otherwise;
  if (kind.type !== "module" || kind.className === undefined) return kind;
  const { className, ...rest } = kind;
  const named = [...types.classes.values()].filter((info) => info.name === className);
  return named.length < 2 ? kind : rest;
}
