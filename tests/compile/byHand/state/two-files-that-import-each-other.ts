// Modules of two files that import each other call each other, each with a list of both and a state of its file.
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
import { Plan, planned } from "./plan.js";
export class Main extends Module {
  plan = new Plan();
  last = new Text("last");
  forward(doc: string): unknown {
    const steps: string[] = [];
    try {
      return [this.plan(doc, 3, steps), steps, planned];
    } catch (error) {
      return [error, steps, planned, this.last(steps.length)];
    }
  }
}
export const inputs = [["doc one"], ["a doc two"]];
// @file: plan.ts
import { Module } from "plait";
import { Act, kinds } from "./act.js";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Text extends Module {
  forward(...args: unknown[]): string {
    return leaf("plan", "text", ...args);
  }
}
export let planned = 0;
export const most = 2;
export class Plan extends Module {
  text = new Text();
  act = new Act();
  forward(doc: string, depth: number, steps: string[]): unknown {
    planned++;
    steps.push(kinds.plan + depth);
    if (depth <= 0) return this.text(doc);
    const told = this.text(doc, depth);
    const both = [this.act(told, depth - 1, steps), depth > most ? this.act(doc, depth - 2, steps) : "none"];
    steps.push("end" + depth);
    return both;
  }
}
// @file: act.ts
import { Module } from "plait";
import * as plans from "./plan.js";
declare function leaf(name: string, kind: string, ...args: unknown[]): any;
class Num extends Module {
  forward(...args: unknown[]): number {
    return leaf("num", "number", ...args);
  }
}
export const kinds = { plan: "p", act: "a" };
export class Act extends Module {
  num = new Num();
  plan: plans.Plan | undefined;
  forward(doc: string, depth: number, steps: string[]): unknown {
    steps.push(kinds.act + depth);
    try {
      const n = this.num(doc, depth);
      if (n > 4) throw new RangeError(`${n} of ${plans.planned}`);
      return depth <= 0 ? n : [n, (this.plan ??= new plans.Plan())(doc, depth - 1, steps)];
    } catch (error) {
      steps.push(`caught ${depth}`);
      if (depth >= plans.most) throw error;
      return "none";
    } finally {
      steps.push("/" + depth);
    }
  }
}
