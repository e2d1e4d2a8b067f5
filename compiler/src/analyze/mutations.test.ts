/** What is found to be changed: fields of a module, names of the file, arguments of a module's caller. */
import type { Node } from "oxc-parser";
import { expect, test } from "vitest";
import { walk } from "../syntax/walk.js";
import { analyse, resultOf } from "../../test/analyse.js";
import { launchWrites } from "./launchWrites.js";
import { changeOf } from "./moduleState.js";
import { isMutated, whereMutated } from "./mutations.js";

/** Where the field `rows` is changed by a statement of a method. */
function changedAt(statement: string): string | undefined {
  const analysis = analyse(`
import { Module } from "plait";
class Row { n = 1 }
export class Main extends Module {
  rows: Row[] = [];
  byName = new Map<string, Row[]>();
  forward(doc: string) {
    ${statement}
  }
  read() { this.rows; this.byName; }
}`);
  const read = analysis.classes.get("Main")?.methods.get("read")?.fn as Node;
  let changed: Node | undefined;
  walk(read, (node) => {
    if (node.type === "MemberExpression") changed ??= changeOf(node, analysis);
  });
  return changed && analysis.file.text.slice(changed.start, changed.end);
}

test.each([
  ["this.rows.push(row)", "this.rows"],
  ["this.rows[0] = row", "this.rows[0]"],
  ["this.rows[0].n++", "this.rows[0].n"],
  ["delete this.rows[0]", "this.rows[0]"],
  ["delete this.rows?.[0]", "this.rows?.[0]"],
  ["[this.rows[0], doc] = [row, doc]", "this.rows[0]"],
  ["({ a: this.rows[0] = row } = x)", "this.rows[0]"],
  ["for (this.rows[0] of list) {}", "this.rows[0]"],
  ["const rows = this.rows; rows.push(row)", "rows"],
  ["const { rows } = this; rows.push(row)", "rows"],
  ["const { rows: mine } = this; mine[0].n = 1", "mine[0].n"],
  ["const [first] = this.rows; first.n = 1", "first.n"],
  ["for (const row of this.rows) row.n = 1", "row.n"],
  ["for (const { n, ...row } of this.rows) row.n = 1", "row.n"],
  ["this.rows.forEach((row) => { row.n = 1; })", "row.n"],
  ["this.rows.reduce((sum, row) => { row.n = 1; return sum; }, 0)", "row.n"],
  ["this.rows.at(0).n = 1", "this.rows.at(0).n"],
  ["this.rows.filter((r) => r.n).at(0).n = 1", "this.rows.filter((r) => r.n).at(0).n"],
  ["const some = this.rows.slice(1); some[0].n = 1", "some[0].n"],
  ["for (const row of Object.values(this.rows)) row.n = 1", "row.n"],
  ["Object.assign(this.rows, {})", "this.rows"],
  ["Object.freeze(this.rows)", "this.rows"],
  ["this.byName.set(doc, [])", "this.byName"],
  ["this.byName.get(doc)!.push(row)", "this.byName.get(doc)"],
  ["unknown(this.rows[0]).n = 1", undefined],
  ["this.rows.slice().push(row)", undefined],
  ["[...this.rows].sort()", undefined],
  ["this.rows.toSorted()", undefined],
  ["const some = this.rows.slice(1); some.push(row)", undefined],
  ["this.rows.map((r) => r.n).join()", undefined],
  ["this.byName.get(doc)", undefined],
  ["JSON.stringify(this.rows)", undefined],
])("%s", (statement, wanted) => {
  expect(changedAt(statement)).toBe(wanted);
});

test("names of the file, and the place", () => {
  const analysis = analyse(
    "import { Module } from 'plait'; const seen = new Set(); const fixed = new Set(); const RE = /a/; seen.add(1); fixed.has(1); RE.test('a');",
  );
  const named = (name: string) => [...analysis.file.bindings.declared.values()].find((b) => b.name === name) as never;
  expect(["seen", "fixed", "RE"].map((name) => isMutated(named(name), analysis))).toEqual([true, false, false]);
  expect(whereMutated(named("seen"), analysis)).toMatchObject({ type: "Identifier", name: "seen" });
});

test.each([
  ["map.get('a')!.push(1)", true],
  ["list.at(0)!.n = 1", true],
  ["for (const item of list) item.n = 1", true],
  ["const own = new Map(map); own.set('b', [])", false],
  ["const own = list.slice(); own.push({ n: 2 })", false],
  ["const own = structuredClone(list); own.push({ n: 2 })", false],
])("a module whose forward has %s changes what it is given: %s", (statement, wanted) => {
  const analysis = analyse(`
import { Module } from "plait";
class Child extends Module { forward(map: Map<string, number[]>, list: { n: number }[]) { ${statement}; } }
class Main extends Module { child = new Child(); forward(map: any, list: any) { result(this.child(map, list)); } }`);
  const launch = analysis.launches.get(resultOf(analysis));
  expect(launch && launchWrites(launch, analysis)).toBe(wanted);
});
