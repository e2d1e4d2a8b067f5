/** Properties of the layout on random graphs: nothing overlaps, and no two edges share a piece of a line. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arrange, type Item, type Link } from "./arrange.js";
import { clashes } from "../../../tests/cli/clashes.js";
import { Canvas } from "./canvas.js";
import { drawEdges } from "./drawEdges.js";
import { routeChannel, type Net } from "./route.js";
import { spread } from "./spread.js";

const graph = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc.record({
    sizes: fc.array(
      fc.record({
        width: fc.integer({ min: 3, max: 24 }),
        height: fc.integer({ min: 1, max: 6 }),
        boxed: fc.boolean(),
      }),
      {
        minLength: size,
        maxLength: size,
      },
    ),
    links: fc.uniqueArray(
      fc.record({
        from: fc.nat(size - 1),
        to: fc.nat(size - 1),
        dash: fc.constantFrom("solid" as const, "solid" as const, "order" as const),
        critical: fc.boolean(),
      }),
      { maxLength: 24, selector: (link) => `${link.from} ${link.to} ${link.dash}` },
    ),
  }),
);

type Graph = typeof graph extends fc.Arbitrary<infer T> ? T : never;

const word = (width: number): Graph["sizes"][number] => ({ width, height: 1, boxed: false });
const box = (width: number): Graph["sizes"][number] => ({ width, height: 1, boxed: true });

/** Edges of two kinds that leave a box which is hardly wide enough. */
const narrow: Graph = {
  sizes: [box(3), word(3), word(3), word(3)],
  links: [
    { from: 0, to: 2, dash: "solid", critical: true },
    { from: 0, to: 1, dash: "order", critical: false },
    { from: 0, to: 1, dash: "solid", critical: false },
    { from: 1, to: 2, dash: "solid", critical: false },
    { from: 0, to: 3, dash: "order", critical: true },
    { from: 1, to: 3, dash: "solid", critical: false },
  ],
};

/** Edges of two kinds between the same items, past a row: they must not change places on the way. */
const twoKinds: Graph = {
  sizes: [word(5), word(13), word(5), box(8), word(3), word(3), word(21), word(19), word(3)],
  links: [
    { from: 3, to: 4, dash: "order", critical: false },
    { from: 3, to: 4, dash: "solid", critical: true },
  ],
};

describe("arrange", () => {
  test("items and edges keep apart", () => {
    fc.assert(
      fc.property(graph, ({ sizes, links: all }) => {
        const links: Link[] = all.filter((link) => link.from < link.to);
        const depth = (id: number): number =>
          Math.max(-1, ...links.filter((link) => link.to === id).map((link) => depth(link.from))) + 1;
        const items = sizes.map((size, id): Item => ({ ...size, level: depth(id), aligned: size.boxed }));
        const layout = arrange(items, links, 80);
        expect(clashes(items, links, layout)).toEqual([]);
      }),
      { numRuns: 300, examples: [[narrow], [twoKinds]] },
    );
  });
});

describe("edges", () => {
  test("two that change sides: one goes round", () => {
    const net = (from: number, to: number): Net => ({
      dash: "solid",
      sources: [from],
      targets: [to],
      criticalSources: [],
      criticalTargets: [],
    });
    const channel = routeChannel([net(2, 12), net(12, 2)]);
    const bottom = 3 + channel.tracks;
    const places = [0, 3 + channel.tracks].flatMap((y) => [0, 10].map((x) => ({ x, y })));
    const reach = new Map([2, 12].map((x) => [x, 2]));
    const layout = { places, passes: [], channels: [{ ...channel, top: 3, bottom, reach }], width: 15, height: 9 };
    const canvas = new Canvas();
    for (const { x, y } of places) canvas.frame(x, y, 5, 3, { style: "edge" });
    const item: Item = { width: 5, height: 3, level: 0, aligned: true, boxed: true };
    drawEdges(
      canvas,
      layout,
      0,
      0,
      places.map(() => item),
    );
    expect(`\n${canvas.toString()}\n`).toMatchInlineSnapshot(`
      "
      ┌───┐     ┌───┐
      │   │     │   │
      └─┬─┘     └─┬─┘
        └─────────│─┐
        ┌─────────┘ │
        │         ┌─┘
      ┌─▼─┐     ┌─▼─┐
      │   │     │   │
      └───┘     └───┘
      "
    `);
  });
});

describe("spread", () => {
  test("keeps order and distance, and moves as little as possible", () => {
    expect(
      spread(
        [
          { at: 0, width: 4, weight: 1 },
          { at: 10, width: 4, weight: 1 },
        ],
        2,
      ),
    ).toEqual([0, 10]);
    expect(
      spread(
        [
          { at: 5, width: 4, weight: 1 },
          { at: 5, width: 4, weight: 1 },
        ],
        2,
      ),
    ).toEqual([2, 8]);
    expect(
      spread(
        [
          { at: 5, width: 4, weight: 9 },
          { at: 5, width: 4, weight: 1 },
        ],
        2,
      ),
    ).toEqual([4, 10]);
  });
});
