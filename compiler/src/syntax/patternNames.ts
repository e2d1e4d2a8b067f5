/** The names in a pattern: `{ a, b: [c = 1] }` declares `a` and `c`. */
import type { Expression, Node } from "oxc-parser";
import { peel } from "./walk.js";

type Identifier = Extract<Node, { type: "Identifier" }>;

/** The identifiers that a pattern declares. */
export function namesIn(pattern: Node): Identifier[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern];
    case "ObjectPattern":
      return pattern.properties.flatMap((p) => namesIn(p.type === "RestElement" ? p.argument : p.value));
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element ? namesIn(element) : []));
    case "AssignmentPattern":
      return namesIn(pattern.left);
    case "RestElement":
      return namesIn(pattern.argument);
    case "TSParameterProperty":
      return namesIn(pattern.parameter);
    default: {
      // `[a as any, b!] = …`
      const inner = peel(pattern as Expression);
      return inner === pattern ? [] : namesIn(inner);
    }
  }
}
