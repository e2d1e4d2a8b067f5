/** Which columns the edges between two rows leave and enter: each its own where they leave. */
import type { Dash } from "./boxCharacters.js";
import type { Net } from "./route.js";
import { middle, type Seat, type Step } from "./seat.js";

/** The edges between two rows as nets: what starts at several items and ends at the same ones is one line. */
export function netsBetween(
  upper: readonly number[],
  lower: readonly number[],
  seats: readonly Seat[],
  steps: readonly Step[],
): { nets: Net[]; reach: Map<number, number> } {
  const here = steps.filter((step) => upper.includes(step.from) && lower.includes(step.to));
  const groups = new Map<string, { dash: Dash; sources: number[]; targets: number[] }>();
  for (const from of upper) {
    for (const dash of ["solid", "guard", "order"] as const) {
      const targets = lower.filter((to) => here.some((s) => s.from === from && s.to === to && s.dash === dash));
      if (targets.length === 0) continue;
      const key = `${dash} ${targets.join(" ")}`;
      const group = groups.get(key) ?? { dash, sources: [], targets };
      group.sources.push(from);
      groups.set(key, group);
    }
  }
  const list = [...groups.values()];
  const reach = new Map<number, number>();
  const nets = list.map((group): Net => ({
    dash: group.dash,
    sources: [],
    targets: [],
    criticalSources: [],
    criticalTargets: [],
  }));
  const isCritical = (from: number, to: number, dash: Dash): boolean =>
    here.some((s) => s.from === from && s.to === to && s.dash === dash && s.critical);

  for (const from of upper) {
    const mean = (index: number): number => {
      const targets = (list[index]?.targets ?? []).map((to) => middle(seats[to] as Seat));
      return targets.reduce((a, b) => a + b, 0) / Math.max(1, targets.length);
    };
    const mine = list
      .flatMap((group, index) => (group.sources.includes(from) ? [index] : []))
      .sort((a, b) => mean(a) - mean(b));
    const seat = seats[from] as Seat;
    ports(seat, mine.length).forEach((x, i) => {
      const index = mine[i] as number;
      const group = list[index] as { dash: Dash; targets: number[] };
      nets[index]?.sources.push(x);
      if (group.targets.some((to) => isCritical(from, to, group.dash))) nets[index]?.criticalSources.push(x);
      reach.set(x, seat.y + seat.height - 1);
    });
  }
  const taken = new Set(nets.flatMap((net) => net.sources));
  for (const to of lower) {
    const seat = seats[to] as Seat;
    const mean = (index: number): number => {
      const sources = nets[index]?.sources ?? [];
      return sources.reduce((a, b) => a + b, 0) / Math.max(1, sources.length);
    };
    const mine = list
      .flatMap((group, index) => (group.targets.includes(to) ? [index] : []))
      .sort((a, b) => mean(a) - mean(b));
    targetPorts(
      seat,
      mine.map((index) => nets[index] as Net),
      taken,
    ).forEach((x, i) => {
      const index = mine[i] as number;
      const group = list[index] as { dash: Dash; sources: number[] };
      nets[index]?.targets.push(x);
      if (group.sources.some((from) => isCritical(from, to, group.dash))) nets[index]?.criticalTargets.push(x);
    });
  }
  return { nets, reach };
}

/** Columns where `count` edges leave an item: each has its own, also where the item is hardly wide enough for them. */
function ports(seat: Seat, count: number): number[] {
  if (count === 1) return [middle(seat)];
  const even = Array.from({ length: count }, (_, i) => seat.x + Math.round(((i + 1) * (seat.width - 1)) / (count + 1)));
  return seat.boxed && new Set(even).size === count
    ? even
    : Array.from({ length: count }, (_, i) => middle(seat) + i - Math.floor(count / 2));
}

/** Columns where edges enter an item: straight below their source where that is possible, else spread. */
function targetPorts(seat: Seat, nets: readonly Net[], taken: ReadonlySet<number>): number[] {
  if (!seat.boxed || nets.length * 2 > seat.width - 2) return nets.map(() => middle(seat));
  const inner = (x: number): boolean => x > seat.x && x < seat.x + seat.width - 1;
  if (nets.length === 1) {
    const [source, ...more] = nets[0]?.sources ?? [];
    return [
      source !== undefined && more.length === 0 && inner(source)
        ? source
        : freeNear(middle(seat), nets[0] as Net, taken, inner),
    ];
  }
  const even = ports(seat, nets.length);
  const used = new Set<number>();
  return nets.map((net, i) => {
    const straight = net.sources.length === 1 ? net.sources[0] : undefined;
    const wanted =
      straight !== undefined && inner(straight) && Math.abs(straight - (even[i] ?? 0)) <= 1
        ? straight
        : (even[i] ?? middle(seat));
    const x = freeNear(wanted, net, new Set([...taken, ...used]), inner);
    used.add(x);
    return x;
  });
}

/** The column nearest to `wanted` at which no other net starts, so that two lines never share a column. */
function freeNear(wanted: number, net: Net, taken: ReadonlySet<number>, allowed: (x: number) => boolean): number {
  for (const distance of [0, 1, -1, 2, -2, 3, -3]) {
    const x = wanted + distance;
    if (allowed(x) && (!taken.has(x) || net.sources.includes(x))) return x;
  }
  return wanted;
}
