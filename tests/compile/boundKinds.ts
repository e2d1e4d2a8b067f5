/**
 * The part of the grammar on which a compiled program is to be done when the ideal schedule is, whatever the program:
 * loops, array callbacks, conditions, nesting, patterns, calls of modules with arguments and results that are there
 * in part, appending in order, `try`. Left out is what changes or hides objects in other ways, so that order has
 * to be kept which the bound does not know of, and what puts functions into values.
 */
const OUTSIDE: readonly string[] = [
  ...[
    "alias",
    "mutate",
    "mutate after passing",
    "read in a branch",
    "Fill",
    "method that fills",
    "state",
    "two places",
    "effect",
  ],
  ...["build a nested object", "container read", "for in", "for of growing", "for of assigns", "forEach that appends"],
  ...["assignment expression", "destructuring assignment", "comma", "in", "typeof", "var", "untyped", "json"],
  ...["closure", "closure as an argument", "closures in a list", "closures in a record", "closures made in a loop"],
  ...["captured variable", "late change", "maker of closures", "method that makes a closure", "method of a closure"],
  ...["function called at once", "function expression", "hoisted function", "recursive function", "applyTo"],
  ...["helper function", "pure helper", "class helpers", "askBoth", "Asker", "tagged template", "failing expression"],
  ...["module as an argument", "module called by choice", "module in a name", "module taken out", "optional module"],
  "object that is no module",
  ...["modules in a list", "modules in a record", "method of a module", "later", "race", "several files"],
  ...["array from", "map of entries", "for of set or string", "findIndex", "findLast", "findLastIndex"],
  ...["reduce without initial", "reduceRight", "labelled block", "Note", "Recall", "Peek", "function fields"],
  ...["method on a given object", "closures in a Map", "lists by key", "object under two names"],
  ...["closure that changes a list", "log"],
];

/** As a kind to leave out: all of these. */
export const OUTSIDE_OF_BOUND = "outside of the bound";

export function leftOut(kinds: Iterable<string> = []): Set<string> {
  const all = new Set(kinds);
  return all.has(OUTSIDE_OF_BOUND) ? new Set([...all, ...OUTSIDE]) : all;
}
