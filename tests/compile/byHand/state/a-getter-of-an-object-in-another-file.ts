// A getter of an object in another file reads a variable there.
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module {
  constructor(readonly id: string) {
    super();
  }
  forward(...args: unknown[]): string {
    return leaf(this.id, "text", ...args);
  }
}
import { box, add } from "./box.js";
export class Main extends Module { t = new Text("t");
  forward(doc: string): unknown { const a = box.size; add(this.t(doc)); const b = box.size; add(this.t(doc + b)); const c = box.last; return [a, b, c, box.size]; } }
export const inputs = [["doc one"], ["a doc two"]];
// @file: box.ts
let items: string[] = [];
export const box = { get size() { return items.length; }, get last() { return items.at(-1); } };
export function add(q: string) { items = [...items, q]; }
