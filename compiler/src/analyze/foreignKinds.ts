/** Kinds of what other files declare: classes go by other names there. */
import type { Node } from "oxc-parser";
import type { ValueKind } from "../types.js";
import { Kept } from "../syntax/kept.js";
import type { ClassInfo } from "./classes.js";
import type { FileAnalysis } from "./methodContext.js";
import type { Types } from "./typeKinds.js";

const UNKNOWN: ValueKind = { type: "unknown" };

/** By literals and types that say what members an object has: the file that they stand in. */
const homes = new Kept<Node, FileAnalysis>();

/** The other file that says what the members of an object are. */
export function homeOfMembers(members: Node, types: Types): FileAnalysis | undefined {
  const home = homes.get(members);
  return home && home.file.program !== types.file.program ? home : undefined;
}

/** Files that wait for what another one says: those that ask each other in a circle would find a part of the answer. */
const asking: Types[] = [];

/** The kind that `find` finds in another file, as this one would call it. */
export function kindElsewhere(home: FileAnalysis, types: Types, find: () => ValueKind): ValueKind {
  if (asking.includes(home)) return UNKNOWN;
  asking.push(types);
  try {
    return kindHere(find(), home, types);
  } finally {
    asking.pop();
  }
}

function kindHere(kind: ValueKind, home: FileAnalysis, types: Types): ValueKind {
  switch (kind.type) {
    case "array":
      return { type: "array", of: kindHere(kind.of, home, types) };
    case "object":
      if (kind.members && !homes.has(kind.members)) homes.set(kind.members, home);
      return kind.of ? { ...kind, of: kindHere(kind.of, home, types) } : kind;
    case "module":
      return moduleHere(kind, home, types);
    default:
      return kind;
  }
}

function moduleHere(kind: Extract<ValueKind, { type: "module" }>, home: FileAnalysis, types: Types): ValueKind {
  // A checker knows more of it.
  if (types.file.host) return UNKNOWN;
  const { className, ...rest } = kind;
  const there = className === undefined ? undefined : home.classes.get(className);
  if (!there) return kind;
  const here: ClassInfo | undefined = [...types.classes.values()].find((info) => info.node === there.node);
  return here ? { ...rest, className: here.key } : rest;
}
