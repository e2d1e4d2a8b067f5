/** Mutants of loops over lists, keys and iterators, and of array methods that go from one element to the next. */
import { mutant, shownBy, type RuntimeMutant } from "./runtimeMutant.js";

export const LOOP_MUTANTS: readonly RuntimeMutant[] = [
  ...shownBy(
    "reduce without a start",
    mutant(
      "reduce asks about the element that it begins with, too",
      "loop",
      "indices.splice(0, indices.findIndex((i) => i in elements) + 1)",
      "indices.slice(0, indices.findIndex((i) => i in elements) + 1)",
    ),
    mutant(
      "reduce gives nothing where there is nothing",
      "loop",
      "if (index === undefined) elements.reduce((value) => value);",
      "if (index === undefined) first = [undefined, ...values.slice(1)];",
    ),
    mutant(
      "reduceRight goes forwards",
      "loop",
      "return method.backwards ? indices.reverse() : indices;",
      "return indices;",
    ),
  ),
  ...shownBy(
    "a list that its loop changes",
    mutant(
      "elements are read before their turn",
      "loop",
      "        if (how.live)\n",
      "        if (how.live && how.keys)\n",
    ),
    mutant(
      "a loop does not come to what it adds to its list",
      "loop",
      "(how.live || (!container && !isPlainIterable(list)))",
      "!container && !isPlainIterable(list)",
    ),
    mutant(
      "elements that were taken out are visited",
      "loop",
      "(index in elements ? { item: elements[index] } : undefined)",
      "({ item: elements[index] })",
    ),
  ),
  ...shownBy(
    "names that are inherited",
    mutant(
      "for…in leaves out what is inherited",
      "loop",
      "for (const name in object as object) names.push(name);",
      "names.push(...Object.keys(object as object));",
    ),
  ),
  ...shownBy(
    "names of what is still to come",
    mutant("for…in waits for all members", "loop", "(!how.keys && containerOf(items) &&", "(containerOf(items) &&"),
  ),
  ...shownBy(
    "an iterator of its own",
    mutant(
      "an iterator is not closed by what leaves the loop",
      "loop",
      "if (exit.kind !== NEXT) close(inner);",
      "void inner;",
    ),
    mutant("an iterator is not closed by a failure", "loop", "            close(scope2);\n", ""),
    mutant(
      "an iterator of its own is read to its end",
      "loop",
      "if (!how.method && (how.live ||",
      "if (how.method && (how.live ||",
    ),
  ),
  ...shownBy(
    "a loop over what a filter keeps",
    mutant(
      "rounds of an open list begin one after another",
      "loop",
      "if (how.all && isKeyed(items) && !how.live) {",
      "if (how.all && how.keys) {",
    ),
    mutant(
      "a loop goes over what a filter drops",
      "loop",
      "isTrue(entry.when) ? [entry.entry] : [];",
      "[entry.entry];",
    ),
    mutant(
      "rounds of an open list do not pass on what they carry",
      "loop",
      "        carried = outs;\n",
      "        void outs;\n",
    ),
  ),
  ...shownBy(
    "a loop over what a filter keeps, until something",
    mutant("a loop waits for all of an open list", "loop", "    items.open !== undefined;", "    items.complete;"),
    mutant(
      "a loop waits for what is not decided after a failure",
      "loop",
      "  slot.onCancel = () => slot.region?.close();\n",
      "",
    ),
  ),
];
