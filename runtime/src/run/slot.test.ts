/** The tree of slots by itself: front, limit, boundary, joining, and depth. */
import { describe, expect, it } from "vitest";
import { Frame, type Outcome, type Slot } from "./slot.js";

function frameOf(count: number): { frame: Frame; slots: Slot[]; outcome: Outcome[] } {
  const frame = new Frame(undefined);
  const outcome: Outcome[] = [];
  frame.onSettled = (result) => outcome.push(result);
  return { frame, slots: Array.from({ length: count }, () => frame.add()), outcome };
}

/** A region in `slot` with `count` slots. */
function regionIn(slot: Slot, count: number): { frame: Frame; slots: Slot[] } {
  const frame = slot.open();
  const slots = Array.from({ length: count }, () => frame.add());
  frame.close();
  return { frame, slots };
}

describe("the front", () => {
  it("moves past what has succeeded, in program order only, and tells each slot once it is there", () => {
    const { frame, slots } = frameOf(4);
    const told: number[] = [];
    for (const slot of slots) slot.onFront = () => told.push(slot.index);
    const [a, b, c, d] = slots as [Slot, Slot, Slot, Slot];
    expect([a.atFront, b.atFront]).toEqual([true, false]);
    c.succeed();
    b.succeed();
    expect([frame.prefix, told]).toEqual([0, []]);
    a.succeed();
    expect([frame.prefix, told, d.atFront]).toEqual([3, [3], true]);
  });

  it("goes into a region and comes out of it", () => {
    const { slots } = frameOf(3);
    const [a, b, c] = slots as [Slot, Slot, Slot];
    const inner = regionIn(b, 2);
    const told: string[] = [];
    (inner.slots[0] as Slot).onFront = () => told.push("inner");
    c.onFront = () => told.push("after");
    expect(inner.frame.front).toBe(false);
    a.succeed();
    expect([inner.frame.front, told]).toEqual([true, ["inner"]]);
    inner.slots[1]?.succeed();
    expect(told).toEqual(["inner"]);
    inner.slots[0]?.succeed();
    expect(told).toEqual(["inner", "after"]);
  });

  it("stops for good at what failed or was skipped", () => {
    const { frame, slots } = frameOf(3);
    const [a, b, c] = slots as [Slot, Slot, Slot];
    c.onFront = () => expect.unreachable();
    b.fail("b");
    a.succeed();
    expect([frame.prefix, c.settled]).toEqual([1, true]);
  });

  it("runs 100,000 effects that were waiting for one call, without recursion", () => {
    const { slots, frame, outcome } = frameOf(100_000);
    for (const slot of slots.slice(1)) slot.onFront = () => slot.succeed();
    frame.close();
    slots[0]?.succeed();
    expect(outcome).toEqual([{ failed: false, error: undefined }]);
  });
});

describe("a failure", () => {
  it("stops what is later, leaves what is earlier, and the first in program order wins", () => {
    const { frame, slots, outcome } = frameOf(4);
    frame.close();
    const [a, b, c, d] = slots as [Slot, Slot, Slot, Slot];
    const stopped: string[] = [];
    for (const slot of [a, b, d]) slot.begin();
    d.onCancel = () => stopped.push("d");
    b.onCancel = () => stopped.push("b");
    c.fail("c");
    expect([stopped, frame.limit, frame.dead, d.settled]).toEqual([["d"], 2, true, false]);
    b.fail("b");
    d.fail("d, after it was stopped");
    expect(outcome).toEqual([]);
    a.succeed();
    expect(outcome).toEqual([{ failed: true, error: "b" }]);
  });

  it("goes outward at once, before what is inside has been joined", () => {
    const { frame, slots, outcome } = frameOf(3);
    frame.close();
    const [a, b, c] = slots as [Slot, Slot, Slot];
    const inner = regionIn(b, 3);
    const [x, y, z] = inner.slots as [Slot, Slot, Slot];
    x.begin();
    z.begin();
    a.begin();
    y.fail(undefined);
    expect([c.settled, a.cancelled, x.cancelled, z.cancelled, inner.frame.limit, frame.limit]).toEqual([
      true,
      false,
      false,
      true,
      1,
      1,
    ]);
    z.succeed();
    x.succeed();
    expect([b.settled, outcome]).toEqual([true, []]);
    a.succeed();
    expect(outcome).toEqual([{ failed: true, error: undefined }]);
  });

  it("does not leave a boundary", () => {
    const { frame, slots } = frameOf(2);
    const [a, b] = slots as [Slot, Slot];
    const inner = a.open();
    inner.boundary = true;
    const results: Outcome[] = [];
    inner.onSettled = (result) => results.push(result);
    const x = inner.add();
    const y = inner.add();
    inner.close();
    x.fail(0);
    expect([y.settled, results, frame.dead, a.settled, b.cancelled]).toEqual([
      true,
      [{ failed: true, error: 0 }],
      false,
      false,
      false,
    ]);
  });

  it("that is bound to come stops what is later at once", () => {
    const { frame, slots, outcome } = frameOf(2);
    frame.close();
    const [a, b] = slots as [Slot, Slot];
    a.begin();
    a.doom();
    expect([b.settled, a.settled]).toEqual([true, false]);
    a.fail("a");
    expect(outcome).toEqual([{ failed: true, error: "a" }]);
  });

  it("of every one of 20,000 slots, last to first, takes no time", () => {
    const { frame, slots, outcome } = frameOf(20_000);
    frame.close();
    for (const slot of slots) slot.begin();
    const start = performance.now();
    for (const slot of [...slots].reverse()) slot.fail(slot.index);
    expect(outcome).toEqual([{ failed: true, error: 0 }]);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe("cancelling a frame", () => {
  it("skips what waits, stops what runs, and joins it", () => {
    const { frame, slots, outcome } = frameOf(3);
    frame.close();
    const [a, b, c] = slots as [Slot, Slot, Slot];
    const inner = regionIn(b, 1);
    let stopped = 0;
    inner.slots[0]?.begin();
    (inner.slots[0] as Slot).onCancel = () => stopped++;
    frame.cancel();
    frame.cancel();
    expect([a.settled, c.settled, stopped, outcome, inner.frame.dead]).toEqual([true, true, 1, [], true]);
    inner.slots[0]?.succeed();
    expect(outcome).toEqual([{ failed: false, error: undefined }]);
  });

  it("settles on the spot where nothing runs, once", () => {
    const { frame, outcome } = frameOf(3);
    frame.close();
    frame.cancel();
    expect(outcome).toHaveLength(1);
  });
});

describe.each([["succeeds"], ["fails"], ["is cancelled"], ["comes to the front"]])(
  "a region 100,000 deep that %s",
  (how) => {
    it("needs no deep stack", () => {
      const { frame, slots, outcome } = frameOf(2);
      frame.close();
      let slot = slots[1] as Slot;
      for (let i = 0; i < 100_000; i++) slot = regionIn(slot, 1).slots[0] as Slot;
      let atFront = false;
      slot.onFront = () => (atFront = true);
      slot.begin();
      if (how === "is cancelled") frame.cancel();
      else slots[0]?.succeed();
      expect(atFront).toBe(how !== "is cancelled");
      if (how === "fails") slot.fail("deep");
      else slot.succeed();
      expect(outcome).toEqual([
        how === "fails" ? { failed: true, error: "deep" } : { failed: false, error: undefined },
      ]);
    });
  },
);
