/** Properties of the layout on random graphs: nothing overlaps, and no two edges share a piece of a line. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arrange, type Item, type Link } from "./arrange.js";
import { columnsOf } from "./route.js";
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

describe("arrange", () => {
  test("items and edges keep apart", () => {
    fc.assert(
      fc.property(graph, ({ sizes, links: all }) => {
        const links: Link[] = all.filter((link) => link.from < link.to);
        const depth = (id: number): number =>
          Math.max(-1, ...links.filter((link) => link.to === id).map((link) => depth(link.from))) + 1;
        const items = sizes.map((size, id): Item => ({ ...size, level: depth(id), aligned: size.boxed }));
        const layout = arrange(items, links, 80);

        items.forEach((a, i) => {
          items.forEach((b, j) => {
            if (j <= i) return;
            const p = layout.places[i]!;
            const q = layout.places[j]!;
            const apart =
              p.x + a.width <= q.x || q.x + b.width <= p.x || p.y + a.height <= q.y || q.y + b.height <= p.y;
            expect(apart).toBe(true);
          });
        });
        for (const link of links) {
          expect(layout.places[link.from]!.y).toBeLessThan(layout.places[link.to]!.y);
        }
        for (const channel of layout.channels) {
          const across = new Map<string, number>();
          const along = new Map<string, number>();
          const claim = (map: Map<string, number>, key: string, owner: number): void => {
            expect(map.get(key) ?? owner).toBe(owner);
            map.set(key, owner);
          };
          channel.routes.forEach((route, owner) => {
            const columns = columnsOf(route);
            if (route.track !== undefined) {
              for (let x = Math.min(...columns); x <= Math.max(...columns); x++)
                claim(across, `${x} ${route.track}`, owner);
              for (const x of route.sources) for (let y = 0; y < route.track; y++) claim(along, `${x} ${y}`, owner);
              // What changes its track goes down beside everything else.
              if (route.upperTrack !== undefined) {
                expect(route.upperTrack).toBeLessThan(route.track);
                for (let y = route.upperTrack + 1; y < route.track; y++) claim(along, `${route.up} ${y}`, owner);
              }
            }
          });
          // Below its track an edge may join another one that ends at the same place, but never one that starts there.
          channel.routes.forEach((route, owner) => {
            for (const x of route.targets) {
              for (let y = (route.track ?? -1) + 1; y < channel.tracks; y++) {
                const other = along.get(`${x} ${y}`);
                if (other !== undefined) expect(other).toBe(owner);
              }
            }
          });
        }
      }),
      { numRuns: 8000, seed: 1145742874 },
    );
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
