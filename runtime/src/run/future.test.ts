/** Cells, containers, and chains of them. */
import { describe, expect, it } from "vitest";
import { allThere, contain, Container, containerOf, Future, isThere, NEVER, plain, whenAll } from "./future.js";

describe("a future", () => {
  it("is written once and tells everybody, early and late", () => {
    const future = new Future();
    const told: unknown[] = [];
    future.onKnown(() => told.push("known"));
    future.onComplete(() => told.push(future.value));
    future.resolve(1);
    future.resolve(2);
    future.onComplete(() => told.push("late"));
    expect(told).toEqual(["known", 1, "late"]);
  });

  it("follows a value, a future that is there, and one that is not", () => {
    const source = new Future();
    const [a, b, c] = [new Future(), new Future(), new Future()];
    a.follow(undefined);
    b.follow(a);
    c.follow(source);
    expect([a.complete, b.complete, b.value, c.known]).toEqual([true, true, undefined, false]);
    source.resolve(Number.NaN);
    expect([c.complete, c.value]).toEqual([true, Number.NaN]);
  });

  it("keeps a value with a then of its own", () => {
    const future = new Future();
    // oxlint-disable-next-line unicorn/no-thenable -- what this is about
    const value = { then: () => expect.unreachable() };
    future.resolve(value);
    expect(future.value).toBe(value);
  });

  it("carries a chain of 100,000 without recursion, whichever end is made first", () => {
    for (const forward of [true, false]) {
      const chain = Array.from({ length: 100_000 }, () => new Future());
      const link = (i: number): void => (chain[i] as Future).follow(chain[i - 1]);
      if (forward) for (let i = 1; i < chain.length; i++) link(i);
      else for (let i = chain.length - 1; i > 0; i--) link(i);
      const known = new Container([new Future()]);
      (chain[0] as Future).follow(known);
      expect((chain.at(-1) as Future).shell).toBe(known);
      (known.get(0) as Future).resolve("x");
      expect((chain.at(-1) as Future).value).toEqual(["x"]);
    }
  });

  it("carries 100,000 steps of whenAll, one after another", () => {
    const first = new Future();
    let last = first;
    for (let i = 0; i < 100_000; i++) {
      const next = new Future();
      whenAll([last], ([n]) => next.resolve((n as number) + 1));
      last = next;
    }
    first.resolve(0);
    expect(last.value).toBe(100_000);
  });

  it("tells what waits in the order in which it waits, also from inside a callback", () => {
    const [a, b] = [new Future(), new Future()];
    const told: string[] = [];
    a.onComplete(() => {
      b.resolve(1);
      told.push("a1"); // what b tells comes after what a tells
    });
    a.onComplete(() => told.push("a2"));
    b.onComplete(() => told.push("b"));
    a.resolve(1);
    expect(told).toEqual(["a1", "a2", "b"]);
  });

  it("that never comes holds on to nothing", () => {
    NEVER.onComplete(() => expect.unreachable());
    NEVER.onKnown(() => expect.unreachable());
    whenAll([NEVER, 1], () => expect.unreachable());
    expect([NEVER.known, isThere(NEVER)]).toEqual([false, false]);
  });
});

describe("a container", () => {
  it("is known at once, gives out members as they come, and becomes the object that was written", () => {
    const [a, b] = [new Future(), new Future()];
    const written = { a, plain: 1, b } as Record<string, unknown>;
    const made = contain(written) as Container;
    expect(containerOf(made)).toBe(made);
    expect([made.known, made.complete, made.get("a"), made.get("plain"), made.get("none")]).toEqual([
      true,
      false,
      a,
      1,
      undefined,
    ]);
    b.resolve("b");
    expect([made.get("b"), made.complete]).toEqual(["b", false]);
    a.resolve("a");
    expect(made.value).toBe(written);
    expect(Object.entries(written)).toEqual([
      ["a", "a"],
      ["plain", 1],
      ["b", "b"],
    ]);
    expect(containerOf(made)).toBeUndefined();
  });

  it("is no container where everything is there", () => {
    const a = new Future();
    a.resolve(1);
    const list = [a, 2];
    expect(contain(list)).toBe(list);
    expect(list).toEqual([1, 2]);
    expect(contain([])).toEqual([]);
  });

  it("keeps holes, and one object in two places is one object", () => {
    const member = new Future();
    const inner = contain([member]) as Container;
    // oxlint-disable-next-line no-sparse-arrays
    const list = [inner, , inner];
    const outer = contain(list) as Container;
    member.resolve("x");
    expect(outer.value).toBe(list);
    expect(list[0]).toBe(list[2]);
    expect([1 in list, list.length]).toEqual([false, 3]);
  });

  it("is seen through every future that follows it, before it is complete", () => {
    const member = new Future();
    const made = contain({ member, other: "here" });
    const [middle, end] = [new Future(), new Future()];
    end.follow(middle);
    middle.follow(made);
    expect(containerOf(end)?.get("other")).toBe("here");
    member.resolve(1);
    expect(end.value).toBe((made as Container).target);
  });
});

it("whenAll waits for all, takes one future twice, and runs on the spot where all are there", () => {
  const [a, b] = [new Future(), new Future()];
  const seen: unknown[] = [];
  whenAll([a, 1, b, a], (values) => seen.push(values));
  a.resolve("a");
  expect([seen, allThere([a, 1]), allThere([a, b])]).toEqual([[], true, false]);
  b.resolve("b");
  expect(seen).toEqual([["a", 1, "b", "a"]]);
  whenAll([a, undefined], (values) => seen.push(values));
  expect(seen[1]).toEqual(["a", undefined]);
  expect(plain(a)).toBe("a");
});
