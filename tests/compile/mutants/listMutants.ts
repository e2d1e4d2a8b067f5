/** Mutants of what the runtime does with lists and objects: those that are known in part, and those that are built up. */
import { mutant, shownBy, type RuntimeMutant } from "./runtimeMutant.js";

export const LIST_MUTANTS: readonly RuntimeMutant[] = [
  // Array methods with callbacks.
  ...shownBy(
    "lists with holes",
    mutant("a map that is joined leaves its holes", "maps", "    if (hole) for (let i", "    if (!how) for (let i"),
    mutant("a flatMap fills holes", "openList", "named(withoutHoles(inner), `${key}.`)", "named(inner, `${key}.`)"),
    mutant(
      "holes stay holes where they are spread",
      "lenient",
      'return entry.kind === "hole" ? { kind: "element", key, value: undefined } : ',
      "return ",
    ),
    mutant("concat fills holes", "lenient", 'if (entry.kind === "hole" && keep) return { ...entry, key };', ""),
    mutant("a map leaves out the holes of what was joined", "maps", "return [hole ? ", "return !hole ? [] : [hole ? "),
    mutant(
      "a map that is joined leaves the holes of what was joined",
      "maps",
      'return [hole ? { kind: "element", key: entry.key, value: hole() } : entry];',
      "return [entry];",
    ),
  ),
  ...shownBy(
    "outcomes of a list with holes",
    mutant(
      "the outcome of a hole is left out",
      "maps",
      "i < results.length; i++) results[i] = hole();",
      "i < results.length; i++) results[i] = undefined;",
    ),
  ),
  ...shownBy(
    "lists of lists",
    mutant("an element that failed at once is read", "maps", "if (read && !frame.dead)", "if (read)"),
    mutant("a filter keeps all", "openList", "Boolean(plain(value)) : true", "true : true"),
  ),
  ...shownBy(
    "the place of what a filter keeps",
    mutant(
      "the place of an element is that before the filter",
      "maps",
      "    this.#ordered = body.length > 2;",
      "    this.#ordered = body.length > 9;",
    ),
    mutant(
      "a place in what a filter keeps is that before the filter",
      "openList",
      "  let left = index;\n",
      '  let left = index;\n  const direct = entries[index];\n  if (direct?.kind === "maybe" && direct.entry.kind === "element") return direct.entry.value;\n',
    ),
    mutant(
      "what is not decided is waited for after a failure",
      "maps",
      "    (inner.parent as Slot).onCancel = () => inner.close();\n",
      "",
    ),
  ),
  ...shownBy(
    "filtered twice, and used one by one",
    mutant(
      "elements of an open list begin one after another",
      "maps",
      "    if (this.#ordered) this.#inOrder(entries, begin);",
      "    if (this.#ordered || entries.length > 0) this.#inOrder(entries, begin);",
    ),
    {
      name: "an open list is waited for as a whole",
      patches: [
        {
          file: "run/openList.ts",
          find: "  !(value instanceof Future) || value.known || value.open !== undefined;",
          replace: "  !(value instanceof Future) || value.known;",
        },
        {
          file: "run/future.ts",
          find: "    if (this.decided) callback();\n    else (this.#whenDecided ??= []).push(callback);",
          replace: "    this.onKnown(callback);",
        },
      ],
    },
    mutant(
      "a slice of an open list waits for all of it",
      "lenient",
      '  typeof value === "number" && Number.isInteger(value)',
      '  typeof value === "bigint" && Number.isInteger(value)',
    ),
    mutant(
      "a slice does not end with its list",
      "lenient",
      "      for (const place of places) place.resolve([]);\n",
      "",
    ),
  ),
  ...shownBy(
    "elements of what a flatMap gives",
    mutant(
      "a flatMap waits for all of each list",
      "openList",
      "  if (isListed(value)) later.resolve(read());\n  else {\n    const reads = slot();\n    whenListed(value, () => {",
      "  if (isThere(value)) later.resolve(read());\n  else {\n    const reads = slot();\n    (value as Future).onComplete(() => {",
    ),
    mutant(
      "lists that are still to come are mapped to themselves",
      "openList",
      "later.onComplete(() => result.resolve(change(later.value as Entry[])));",
      "later.onComplete(() => result.resolve(later.value));",
    ),
  ),
  ...shownBy(
    "a filter by objects",
    mutant(
      "an object that is still to come counts as false",
      "openList",
      "(isThere(value) ? Boolean(plain(value)) : true)",
      "(isThere(value) ? Boolean(plain(value)) : false)",
    ),
  ),
  ...shownBy(
    "elements of what has just come",
    mutant(
      "elements begin only once they are named",
      "maps",
      "const round = roundOf(element);",
      "const round = rounds.get(element) as Round;",
    ),
  ),
  ...shownBy(
    "a map that counts",
    mutant(
      "holes at the end are lost",
      "mapWith",
      "if (Array.isArray(list)) results.length = list.length;",
      "void list;",
    ),
  ),
  // What only moves elements and members.
  ...shownBy(
    "what is known in part",
    mutant("an element that is put into a list is waited for", "lenient", "  with: 1,", "  with: Infinity,"),
    mutant(
      "the values of an object are there all at once",
      "lenient",
      "  return onKnown($, [object], [], () => {",
      "  return onKnown($, [], [object], () => {",
    ),
    mutant(
      "spread objects are waited for as a whole",
      "lenient",
      "  return onKnown($, parts, [], () => {",
      "  return onKnown($, [], parts, () => {",
    ),
    mutant(
      "the first of two members wins",
      "lenient",
      "made = { ...made, ...(partsOf(part) as object) };",
      "made = { ...(partsOf(part) as object), ...made };",
    ),
  ),
  ...shownBy(
    "what is put between",
    mutant("elements that are put between are waited for", "lenient", "  toSpliced: 2,", "  toSpliced: Infinity,"),
  ),
  ...shownBy(
    "a list that is spread late",
    mutant(
      "a list that is spread is waited for as a whole",
      "lenient",
      "whenListed(element, () => (isSpreadable(element) ? start() : whenAll([element], start)));",
      "whenAll([element], start);",
    ),
  ),
  ...shownBy(
    "lists in lists in lists",
    mutant("flat goes one level deep", "lenient", "level <= levels; level++", "level <= Math.min(1, levels); level++"),
    mutant(
      "flat keeps one list",
      "openList",
      "named(withoutHoles(inner), `${key}.`)",
      "named(withoutHoles(inner), `${key}.`).slice(0, 1)",
    ),
  ),
  // What the body builds up.
  ...shownBy(
    "a list that is built up",
    mutant("a new version has no holes", "version", "i++) if (i in base) copy[i]", "i++) copy[i]"),
    mutant(
      "an element behind the end does not make a list longer",
      "version",
      "length = Math.max(length, Number(key) + 1);",
      "length += 0;",
    ),
    mutant(
      "a length that is assigned is not the length",
      "version",
      'if (length !== undefined && key === "length") length = undefined;',
      'if (key === "length") void length;',
    ),
  ),
  ...shownBy(
    "a list that a handler goes on with",
    mutant(
      "versions share one log after a fork",
      "version",
      "    return this.#log.length === this.#seen ? this.#log : this.#log.slice(0, this.#seen);",
      "    return this.#log;",
    ),
  ),
  ...shownBy(
    "a list that is read late and written on",
    mutant(
      "a version sees later writes",
      "version",
      "    return contain(this.#replay(this.#log, this.#seen));",
      "    return contain(this.#replay(this.#log, this.#log.length));",
    ),
    mutant(
      "a version forgets its last write",
      "version",
      "for (let i = 0; i < seen; i++) {",
      "for (let i = 0; i < seen - 1; i++) {",
    ),
  ),
  ...shownBy(
    "a list that is there, read late and written on",
    mutant(
      "a version is built on the object itself",
      "version",
      "    const made: Record<Key, unknown> = copyOf(this.#base);",
      "    const made: Record<Key, unknown> = this.#base;",
    ),
  ),
  ...shownBy(
    "an object that a function value writes to",
    mutant(
      "what a call changes counts as changed when it has begun",
      "scope",
      "    slot.onWritten = () => done.resolve(undefined);",
      "    done.resolve(undefined);",
    ),
  ),
  ...shownBy(
    "a memory of modules of unknown class",
    mutant(
      "a reader of shared objects does not wait",
      "sharedOrder",
      "  if (!before) start();",
      "  start();\n  if (!before) return;",
    ),
    mutant(
      "only the method of a reader is looked at for writers",
      "sharedOrder",
      "    at = frame.parent;",
      "    at = undefined;",
    ),
    mutant(
      "what has not begun writes nothing",
      "sharedOrder",
      ": mayWrite(inside, run.writers)) return slot;",
      ": region && mayWrite(inside, run.writers)) return slot;",
    ),
    mutant(
      "texts do not wait for what modules share",
      "scope",
      "    if (!hasWriters()) return undefined;",
      "    return undefined;",
    ),
    mutant(
      "a module that writes counts as done at once",
      "callSites",
      "if (isModule(self) ? !mayWrite(self, $.run.writers) :",
      "if (isModule(self) ||",
    ),
  ),
  // What is asked of something that is there in part.
  ...shownBy(
    "tests of what is still to come",
    mutant(
      "a branch waits for all of what it tests",
      "scope",
      "    if (isDecided(test)) return this.inline(isTrue(test) ? then : otherwise);\n    const slot = this.frame.add();\n    const result = new Future();\n    whenDecided(test, () => {",
      "    if (isThere(test)) return this.inline(isTrue(test) ? then : otherwise);\n    const slot = this.frame.add();\n    const result = new Future();\n    whenAll([test], () => {",
    ),
    mutant(
      "a branch that assigns waits for all of what it tests",
      "scope",
      "    whenDecided(test, () => {\n      if (!slot.waiting) return;",
      "    whenAll([test], () => {\n      if (!slot.waiting) return;",
    ),
    mutant(
      "what is still to come is undefined",
      "scope",
      "() => isThere(value) && plain(value) === undefined,",
      "() => plain(value) === undefined,",
    ),
    mutant(
      "what is still to come is nullish",
      "scope",
      "() => isThere(value) && (plain(value) ?? undefined) === undefined,",
      "() => (plain(value) ?? undefined) === undefined,",
    ),
  ),
  ...shownBy(
    "what a pattern leaves",
    mutant("what a pattern names is left, too", "members", "for (const key of keys) delete others[key];\n", ""),
    mutant(
      "what a pattern leaves is there all at once",
      "members",
      "    return rest === undefined ? named : [...named, contain(restOf(container, keys, rest))];",
      "    return rest === undefined ? named : undefined;",
    ),
  ),
  ...shownBy(
    "pairs that make an object",
    mutant(
      "the values of pairs are waited for",
      "lenient",
      "    const values = pairs.map((pair) => (pair as Element).value);\n    return onKnown(scope, values, [], (inner) => {",
      "    const values = pairs.map((pair) => (pair as Element).value);\n    return onKnown(scope, [], values, (inner) => {",
    ),
  ),
  ...shownBy(
    "elements that are pushed together",
    mutant(
      "lists that are pushed are pushed as elements",
      "members",
      "  if (spread.length > 0) {\n    const all",
      "  if (spread.length > 9) {\n    const all",
    ),
  ),
];
