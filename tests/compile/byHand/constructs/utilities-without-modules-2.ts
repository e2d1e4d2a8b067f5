// helpers that call themselves, each other and those of a third file; two files that import the same; other names
import { Module } from "plait";
import { Text } from "./base.js";
import start, { go as run } from "./index.js";
import { Other } from "./other.js";
import * as utils from "./utils.js";
export class Main extends Module {
  a = new Text("a");
  b = new Text("b");
  other = new Other();
  ask(q: string): string {
    return this.a(q, "asked");
  }
  forward(doc: string): unknown {
    const own = (q: string): string => this.b(q, doc);
    const chosen = doc.length > 7 ? run : utils.even;
    return [
      run((q: string) => this.a(doc, q), doc),
      start(own, doc),
      utils.even(this.b, doc, 3),
      utils.odd(this.ask.bind(this), doc, 2),
      utils.both({ f: own, q: doc }),
      utils.either(doc),
      utils.either(doc, own),
      chosen(own, doc, 2),
      this.other(doc),
      ["x", "y"].map((q) => run((z: string) => this.a(z, q), doc)),
      run((q: string) => q + "plain", doc),
    ];
  }
}
export const inputs = [["doc one"], ["a doc two"]];
// @file: base.ts
import { Module } from "plait";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
export class Text extends Module {
  constructor(readonly id: string) {
    super();
  }
  forward(...args: unknown[]): string {
    return leaf(this.id, "text", ...args);
  }
}
// @file: index.ts
export { default } from "./more.js";
export { apply as go } from "./utils.js";
// @file: more.ts
import { apply } from "./utils.js";
import * as utils from "./utils.js";
export default function start(f: (q: string) => string, q: string): string {
  return apply(f, q) + utils.apply(f, q + "2");
}
// @file: other.ts
import { Module } from "plait";
import { Text } from "./base.js";
import { apply } from "./utils.js";
export class Other extends Module {
  c = new Text("c");
  forward(q: string): string {
    return apply((z) => this.c(z), q);
  }
}
// @file: utils.ts
import { loud, SETTINGS } from "./text.js";
const SEPARATOR = ", ";
const same = (q: string): string => q;
export class Box {
  constructor(readonly value: string) {}
}
export function apply(f: (q: string) => string, q: string): string;
export function apply(f: (q: string) => string, q: string, n: number): string;
export function apply(f: (q: string) => string, q: string, n = 1): string {
  return loud(f(q)) + SEPARATOR + SETTINGS.mark + n;
}
export const even = (f: (q: string) => string, q: string, n: number): string => (n === 0 ? q : later(f, f(q), n));
const later = (f: (q: string) => string, q: string, n: number): string => odd(f, new Box(q).value + "e", n - 1);
export function odd(f: (q: string) => string, q: string, n: number): string {
  return n === 0 ? q : even(f, f(q) + "o", n - 1);
}
export function both({ f, q }: { f: (q: string) => string; q: string }): string {
  return f(q) + "?";
}
export function either(q: string, f: (q: string) => string = same): string {
  return f(q) + "!";
}
// @file: text.ts
export const SETTINGS = { mark: "#" };
export const loud = (text: string): string => text.toUpperCase();
