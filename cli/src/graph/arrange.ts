/**
 * Layered layout of a small directed graph on a character grid: rows, order within rows, columns, ports and
 * the tracks of the edges between rows. Numbers only; drawing is somebody else's work.
 */
import { assignRows, GAP } from "./rows.js";
import { netsBetween } from "./nets.js";
import { columnsOf, routeChannel, type Channel } from "./route.js";
import { middle, type Seat, type Step } from "./seat.js";
import { spread } from "./spread.js";
import type { Dash } from "./boxCharacters.js";

export interface Item {
  width: number;
  height: number;
  level: number;
  aligned: boolean;
  /** Edges may end on any inner column of the top and bottom; otherwise only at the middle. */
  boxed: boolean;
}

export interface Link {
  from: number;
  to: number;
  dash: Dash;
  critical: boolean;
}

export interface Place {
  x: number;
  y: number;
}

/** A straight piece of an edge that passes a row: a vertical line. */
export interface Pass {
  x: number;
  top: number;
  bottom: number;
  dash: Dash;
  critical: boolean;
}

export interface PlacedChannel extends Channel {
  /** First row of cells below the upper items, and the first row of the lower ones. */
  top: number;
  bottom: number;
  /** By column: last cell of the item above that the edge leaves, so that short items are reached. */
  reach: ReadonlyMap<number, number>;
}

export interface Arrangement {
  places: Place[];
  passes: Pass[];
  channels: PlacedChannel[];
  width: number;
  height: number;
}

export function arrange(items: readonly Item[], links: readonly Link[], maxWidth: number): Arrangement {
  const rowsOfItems = assignRows(items, links, maxWidth);
  const seats: Seat[] = items.map((item, index) => ({
    item: index,
    width: item.width,
    height: item.height,
    boxed: item.boxed,
    dash: "solid",
    critical: false,
    x: 0,
    y: 0,
  }));
  const rows = rowsOfItems.map((row) => [...row]);
  const steps = splitLongLinks(seats, rows, links);
  order(rows, steps);
  placeColumns(rows, seats, steps);
  straighten(rows, seats, steps);

  const channels: PlacedChannel[] = [];
  let y = 0;
  rows.forEach((row, index) => {
    const height = Math.max(...row.map((seat) => seats[seat]?.height ?? 1));
    for (const seat of row) (seats[seat] as Seat).y = y;
    y += height;
    const next = rows[index + 1];
    if (!next) return;
    const { nets, reach } = netsBetween(row, next, seats, steps);
    const channel = routeChannel(nets);
    const top = y;
    y += Math.max(channel.tracks, 1);
    channels.push({ ...channel, top, bottom: y, reach });
  });

  // Passing edges run from the top to the bottom of their row.
  const passes = rows.flatMap((row) => {
    const bottom = Math.max(...row.map((seat) => (seats[seat]?.y ?? 0) + (seats[seat]?.height ?? 1))) - 1;
    return row.flatMap((index): Pass[] => {
      const seat = seats[index] as Seat;
      return seat.item === undefined
        ? [{ x: seat.x, top: seat.y, bottom, dash: seat.dash, critical: seat.critical }]
        : [];
    });
  });
  const left = Math.min(0, ...seats.map((seat) => seat.x), ...channels.flatMap((c) => c.routes.flatMap(columnsOf)));
  const shift = -left;
  const moved = (x: number): number => x + shift;
  return {
    places: items.map((_, index) => ({ x: moved(seats[index]?.x ?? 0), y: seats[index]?.y ?? 0 })),
    passes: passes.map((pass) => ({ ...pass, x: moved(pass.x) })),
    channels: channels.map((channel) => ({
      ...channel,
      routes: channel.routes.map((route) => ({
        ...route,
        sources: route.sources.map(moved),
        targets: route.targets.map(moved),
        criticalSources: route.criticalSources.map(moved),
        criticalTargets: route.criticalTargets.map(moved),
        ...(route.down !== undefined && { down: moved(route.down) }),
        ...(route.up !== undefined && { up: moved(route.up) }),
      })),
      reach: new Map([...channel.reach].map(([x, at]) => [moved(x), at])),
    })),
    width: Math.max(
      1,
      ...seats.map((seat) => moved(seat.x) + seat.width),
      ...channels.flatMap((c) => c.routes.flatMap((r) => columnsOf(r).map((x) => moved(x) + 1))),
    ),
    height: Math.max(1, y),
  };
}

/** Gives every edge that passes rows a seat in each of them; edges of one kind from one item share seats. */
function splitLongLinks(seats: Seat[], rows: number[][], links: readonly Link[]): Step[] {
  const rowOf: number[] = [];
  rows.forEach((row, number) => {
    for (const seat of row) rowOf[seat] = number;
  });
  const steps = new Map<string, Step>();
  const step = (from: number, to: number, link: Link): void => {
    const key = `${from} ${to} ${link.dash}`;
    const known = steps.get(key);
    steps.set(key, { from, to, dash: link.dash, critical: link.critical || (known?.critical ?? false) });
  };
  const passing = new Map<string, number>();
  for (const link of links) {
    let at = link.from;
    for (let number = (rowOf[link.from] ?? 0) + 1; number < (rowOf[link.to] ?? 0); number++) {
      const key = `${link.from} ${link.dash} ${number}`;
      let seat = passing.get(key);
      if (seat === undefined) {
        seat = seats.length;
        passing.set(key, seat);
        seats.push({
          item: undefined,
          width: 1,
          height: 1,
          boxed: false,
          dash: link.dash,
          critical: false,
          x: 0,
          y: 0,
        });
        rows[number]?.push(seat);
      }
      if (link.critical) (seats[seat] as Seat).critical = true;
      step(at, seat, link);
      at = seat;
    }
    step(at, link.to, link);
  }
  return [...steps.values()];
}

function crossings(rows: readonly number[][], steps: readonly Step[]): number {
  const position = positions(rows);
  let count = 0;
  for (const [i, a] of steps.entries()) {
    for (const b of steps.slice(i + 1)) {
      const [fromA, toA, fromB, toB] = [
        position.get(a.from),
        position.get(a.to),
        position.get(b.from),
        position.get(b.to),
      ];
      if (!fromA || !toA || !fromB || !toB || fromA.row !== fromB.row) continue;
      if ((fromA.index - fromB.index) * (toA.index - toB.index) < 0) count++;
    }
  }
  return count;
}

function positions(rows: readonly number[][]): Map<number, { row: number; index: number; of: number }> {
  return new Map(
    rows.flatMap((row, number) => row.map((seat, index) => [seat, { row: number, index, of: row.length }] as const)),
  );
}

/** Orders each row by the mean position of its neighbours above and below in turn; keeps the best order seen. */
function order(rows: number[][], steps: readonly Step[]): void {
  let best = rows.map((row) => [...row]);
  let fewest = crossings(rows, steps);
  for (let sweep = 0; sweep < 8 && fewest > 0; sweep++) {
    const down = sweep % 2 === 0;
    const numbers = rows.map((_, index) => index);
    for (const number of down ? numbers : numbers.reverse()) {
      const position = positions(rows);
      const row = rows[number] as number[];
      const wish = new Map(
        row.map((seat, index) => {
          const near = steps.flatMap((s) =>
            down && s.to === seat ? [s.from] : !down && s.from === seat ? [s.to] : [],
          );
          const spots = near.flatMap((other) => {
            const spot = position.get(other);
            return spot ? [(spot.index + 0.5) / spot.of] : [];
          });
          return [
            seat,
            spots.length > 0 ? spots.reduce((a, b) => a + b, 0) / spots.length : (index + 0.5) / row.length,
          ];
        }),
      );
      row.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
    }
    const count = crossings(rows, steps);
    if (count < fewest) {
      fewest = count;
      best = rows.map((row) => [...row]);
    }
  }
  best.forEach((row, index) => rows.splice(index, 1, row));
}

/** Long edges want to be straight most of all, then the critical path. */
function placeColumns(rows: readonly number[][], seats: Seat[], steps: readonly Step[]): void {
  const weightOf = (step: Step): number => {
    const ends = [step.from, step.to].filter((seat) => seats[seat]?.item === undefined).length;
    return (ends === 2 ? 8 : ends === 1 ? 2 : 1) * (step.critical ? 2 : 1);
  };
  for (const row of rows) {
    let x = 0;
    for (const index of row) {
      const seat = seats[index] as Seat;
      seat.x = x;
      x += seat.width + GAP;
    }
  }
  const sweeps = 9;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    // Down, up, and at the end both together.
    const up = sweep % 2 === 1;
    const both = sweep >= sweeps - 3;
    for (const row of up ? [...rows].reverse() : rows) {
      const wishes = row.map((index) => {
        const seat = seats[index] as Seat;
        let sum = 0;
        let weight = 0;
        for (const step of steps) {
          const near =
            step.to === index && (both || !up) ? step.from : step.from === index && (both || up) ? step.to : undefined;
          if (near === undefined) continue;
          sum += middle(seats[near] as Seat) * weightOf(step);
          weight += weightOf(step);
        }
        const at = weight > 0 ? sum / weight - Math.floor(seat.width / 2) : seat.x;
        return { at, width: seat.width, weight: Math.max(weight, 0.1) };
      });
      spread(wishes, GAP).forEach((x, i) => {
        (seats[row[i] as number] as Seat).x = x;
      });
    }
  }
}

/** Rounding bends long edges by a column; where there is room, they are made straight again. */
function straighten(rows: readonly number[][], seats: Seat[], steps: readonly Step[]): void {
  const passes = (index: number): boolean => seats[index]?.item === undefined;
  for (const direction of ["down", "up"] as const) {
    for (const row of direction === "down" ? rows : [...rows].reverse()) {
      row.forEach((index, i) => {
        if (!passes(index)) return;
        const near = steps.flatMap((step) =>
          direction === "down" && step.to === index
            ? [step.from]
            : direction === "up" && step.from === index
              ? [step.to]
              : [],
        );
        const [other] = near;
        if (other === undefined || near.length > 1 || !passes(other)) return;
        const x = (seats[other] as Seat).x;
        const left = seats[row[i - 1] ?? -1];
        const right = seats[row[i + 1] ?? -1];
        if (left && left.x + left.width + GAP > x) return;
        if (right && x + 1 + GAP > right.x) return;
        (seats[index] as Seat).x = x;
      });
    }
  }
}
