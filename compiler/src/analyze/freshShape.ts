/** What kind of new object an expression makes that nobody else holds, and what is done with such objects by name. */
import type { CallExpression, Expression, NewExpression } from "oxc-parser";
import { keyName, peel } from "../syntax/walk.js";
import { kindOf } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";

export type Shape = "list" | "record" | "Map" | "Set";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));
const NONE = words("");
/** Methods by what they do: read; give an iterator that reads later; change; change and give the object itself. */
export const METHODS: Record<
  Shape,
  { reads: ReadonlySet<string>; live: ReadonlySet<string>; writes: ReadonlySet<string>; self: ReadonlySet<string> }
> = {
  list: {
    reads: words(
      "at concat every filter find findIndex findLast findLastIndex flat flatMap forEach includes indexOf join lastIndexOf map reduce reduceRight slice some toReversed toSorted toSpliced toString with",
    ),
    live: words("entries keys values"),
    writes: words("push pop shift unshift splice"),
    self: words("sort reverse fill copyWithin"),
  },
  record: { reads: words("hasOwnProperty propertyIsEnumerable"), live: NONE, writes: NONE, self: NONE },
  Map: {
    reads: words("get has forEach"),
    live: words("entries keys values"),
    writes: words("delete clear"),
    self: words("set"),
  },
  Set: {
    reads: words("has forEach"),
    live: words("entries keys values"),
    writes: words("delete clear"),
    self: words("add"),
  },
};
/** Members that JavaScript itself looks at: a function in one would see the object as `this`. */
export const SPECIAL = words("__proto__ constructor toString toLocaleString valueOf toJSON then");
const MAKERS = words("slice map filter concat flat flatMap toSorted toReversed toSpliced with");
const GLOBAL_MAKERS = words("Array.from Array.of Object.keys Object.values Object.entries");

/** `String` or `Object.keys`, where a call is one of a global function. */
export function globalName({ callee }: CallExpression | NewExpression, { file }: FileAnalysis): string | undefined {
  const inner = peel(callee);
  const object = inner.type === "MemberExpression" ? peel(inner.object) : inner;
  if (object.type !== "Identifier" || file.bindings.bindingOf(object)) return undefined;
  return inner.type === "MemberExpression" ? `${object.name}.${keyName(inner.property, inner.computed)}` : object.name;
}

/** What a new object is that nobody else holds. */
export function freshShape(value: Expression, analysis: FileAnalysis): Shape | undefined {
  const node = peel(value);
  if (node.type === "ArrayExpression") return "list";
  if (node.type === "ObjectExpression") {
    const plain = node.properties.every((p) => {
      if (p.type === "SpreadElement") return true;
      const symbol = p.computed && p.key.type === "MemberExpression";
      return p.kind === "init" && !symbol && !SPECIAL.has(keyName(p.key, p.computed) ?? "");
    });
    return plain ? "record" : undefined;
  }
  if (node.type === "NewExpression") {
    const name = globalName(node, analysis);
    return name === "Array" ? "list" : name === "Map" || name === "Set" ? name : undefined;
  }
  if (node.type !== "CallExpression" || node.optional || analysis.launches.has(node)) return undefined;
  if (GLOBAL_MAKERS.has(globalName(node, analysis) ?? "")) return "list";
  const callee = peel(node.callee);
  if (callee.type !== "MemberExpression" || callee.optional) return undefined;
  const name = keyName(callee.property, callee.computed) ?? "";
  if (METHODS.list.self.has(name)) return freshShape(callee.object, analysis) === "list" ? "list" : undefined;
  const { type } = kindOf(callee.object, analysis);
  return (type === "array" && MAKERS.has(name)) || (type === "string" && name === "split") ? "list" : undefined;
}
