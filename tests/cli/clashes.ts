/** What a layout must never do: items that overlap, lines of two edges in one place, an edge that points upwards. */
import type { Arrangement, Item, Link } from "../../cli/src/graph/arrange.js";
import { columnsOf } from "../../cli/src/graph/route.js";

/** What is wrong, in words; nothing where all is well. */
export function clashes(items: readonly Item[], links: readonly Link[], layout: Arrangement): string[] {
  const problems: string[] = [];
  items.forEach((a, i) => {
    items.slice(i + 1).forEach((b, k) => {
      const [p, q] = [layout.places[i]!, layout.places[i + 1 + k]!];
      const apart = p.x + a.width <= q.x || q.x + b.width <= p.x || p.y + a.height <= q.y || q.y + b.height <= p.y;
      if (!apart) problems.push(`items ${i} and ${i + 1 + k} overlap`);
    });
  });
  for (const { from, to } of links)
    if (layout.places[from]!.y >= layout.places[to]!.y) problems.push(`item ${from} is not above item ${to}`);

  layout.channels.forEach((channel, number) => {
    const across = new Map<string, number>();
    const along = new Map<string, number>();
    const claim = (map: Map<string, number>, key: string, owner: number): void => {
      const other = map.get(key) ?? owner;
      if (other !== owner) problems.push(`channel ${number}: edges ${other} and ${owner} share ${key}`);
      map.set(key, owner);
    };
    channel.routes.forEach((route, owner) => {
      const columns = columnsOf(route);
      if (route.track === undefined) return;
      for (let x = Math.min(...columns); x <= Math.max(...columns); x++) claim(across, `${x} ${route.track}`, owner);
      for (const x of route.sources) for (let y = 0; y < route.track; y++) claim(along, `${x} ${y}`, owner);
      // What changes its track goes down beside everything else.
      if (route.upperTrack === undefined) return;
      if (route.upperTrack >= route.track) problems.push(`channel ${number}: edge ${owner} goes up`);
      for (let y = route.upperTrack + 1; y < route.track; y++) claim(along, `${route.up} ${y}`, owner);
    });
    // Below its track an edge may join another one that ends at the same place, but never one that starts there.
    channel.routes.forEach((route, owner) => {
      for (const x of route.targets) {
        for (let y = (route.track ?? -1) + 1; y < channel.tracks; y++) {
          const other = along.get(`${x} ${y}`);
          if (other !== undefined && other !== owner)
            problems.push(`channel ${number}: edge ${owner} ends in the column ${x} of edge ${other}`);
        }
      }
    });
  });
  return problems;
}
