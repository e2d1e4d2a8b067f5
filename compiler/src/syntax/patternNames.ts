/** The names in a pattern, `{ a, b: [c = 1] }` declares `a` and `c`, and the members: `[o.k] = …` assigns `o.k`. */
import type { Expression, Node } from "oxc-parser";
import { peel } from "./walk.js";

type Identifier = Extract<Node, { type: "Identifier" }>;

type Member = Extract<Node, { type: "MemberExpression" }>;

/** The identifiers that a pattern declares or assigns. */
export function namesIn(pattern: Node): Identifier[] {
  return targetsIn(pattern).filter((target) => target.type === "Identifier");
}

/** The members that a pattern assigns. */
export function membersIn(pattern: Node): Member[] {
  return targetsIn(pattern).filter((target) => target.type === "MemberExpression");
}

function targetsIn(pattern: Node): Node[] {
  switch (pattern.type) {
    case "ObjectPattern":
      return pattern.properties.flatMap((p) => targetsIn(p.type === "RestElement" ? p.argument : p.value));
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element ? targetsIn(element) : []));
    case "AssignmentPattern":
      return targetsIn(pattern.left);
    case "RestElement":
      return targetsIn(pattern.argument);
    case "TSParameterProperty":
      return targetsIn(pattern.parameter);
    default:
      // `[a as any, b!] = …`
      return [peel(pattern as Expression)];
  }
}
