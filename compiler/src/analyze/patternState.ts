/**
 * Whether taking something apart reads members of modules that something changes: it happens in its turn then.
 *
 *   const { asked, child: { n } } = this      for (const { n } of this.children) …      [this].map(({ n }) => n)
 */
import type { Expression, Node } from "oxc-parser";
import { keyName } from "../syntax/walk.js";
import type { ValueKind } from "../types.js";
import { elementOf, kindOf } from "./kinds.js";
import { kindOfMemberNamed, memberOf } from "./memberKinds.js";
import type { FileAnalysis } from "./methodContext.js";
import { changeInKind, changeOfNamed, getterInKind, getterOfNamed } from "./moduleState.js";
import { kindOfType } from "./typeKinds.js";

/** What is taken apart: what is written there, or what it is like. */
export type Subject = { of: Expression } | { like: ValueKind };

const UNKNOWN: ValueKind = { type: "unknown" };

export function takesState(pattern: Node, subject: Subject, analysis: FileAnalysis): boolean {
  switch (pattern.type) {
    case "AssignmentPattern":
      return takesState(pattern.left, subject, analysis);
    case "RestElement":
      return takesState(pattern.argument, { like: UNKNOWN }, analysis);
    case "ArrayPattern": {
      const like = elementOf("of" in subject ? kindOf(subject.of, analysis) : subject.like);
      return pattern.elements.some((element) => element && takesState(element, { like }, analysis));
    }
    case "ObjectPattern":
      return pattern.properties.some((property) => {
        const name = property.type === "RestElement" ? undefined : keyName(property.key, property.computed);
        if (isState(subject, name, analysis)) return true;
        if (property.type === "RestElement") return false;
        return takesState(property.value, { like: memberKind(subject, name, analysis) }, analysis);
      });
    default:
      return false;
  }
}

/** What a parameter is, as far as its annotation says. */
export function parameterLike(pattern: Node, analysis: FileAnalysis): Subject {
  const said = "typeAnnotation" in pattern ? (pattern.typeAnnotation as { typeAnnotation?: Node } | null) : undefined;
  return { like: said?.typeAnnotation ? kindOfType(said.typeAnnotation, analysis) : UNKNOWN };
}

/** What one of the elements of a list is. */
export const elementLike = (list: Expression | undefined, analysis: FileAnalysis): Subject => ({
  like: list ? elementOf(kindOf(list, analysis)) : UNKNOWN,
});

function isState(subject: Subject, name: string | undefined, analysis: FileAnalysis): boolean {
  if ("of" in subject) {
    if (changeOfNamed(subject.of, name, analysis)) return true;
    return name !== undefined && getterOfNamed(subject.of, name, analysis) !== undefined;
  }
  if (changeInKind(subject.like, name, analysis)) return true;
  return name !== undefined && getterInKind(subject.like, name, analysis) !== undefined;
}

function memberKind(subject: Subject, name: string | undefined, analysis: FileAnalysis): ValueKind {
  if (name === undefined) return UNKNOWN;
  return "of" in subject ? kindOfMemberNamed(subject.of, name, analysis) : memberOf(subject.like, name, analysis);
}
