/**
 * Routes edges through the channel between two rows: each net gets a horizontal track, such that no two nets
 * share a piece of a line. A net goes down from its sources to the track and from there to its targets.
 */
import type { Dash } from "./boxCharacters.js";

export interface Net {
  dash: Dash;
  /** Columns. */
  sources: number[];
  targets: number[];
  criticalSources: number[];
  criticalTargets: number[];
  /** Columns beside all others where it changes to a lower track, and where it comes from a higher one. */
  down?: number;
  up?: number;
}

export interface Route extends Net {
  /** Undefined for a straight line down. */
  track: number | undefined;
  /** The track that it comes from at `up`. */
  upperTrack?: number;
}

export interface Channel {
  routes: Route[];
  tracks: number;
}

export function routeChannel(nets: readonly Net[]): Channel {
  const bent: Net[] = [];
  const routes: Route[] = [];
  for (const net of nets) {
    const columns = new Set([...net.sources, ...net.targets]);
    if (columns.size === 1) routes.push({ ...net, track: undefined });
    else bent.push(net);
  }
  const jogged = breakCycles(bent);
  const above = jogged.map((net) => mustBeAbove(net, jogged));
  const track: (number | undefined)[] = jogged.map(() => undefined);
  let tracks = 0;
  for (let placed = 0; placed < jogged.length; placed++) {
    // The next net whose upper neighbours all have tracks; shortest first looks best.
    const ready = jogged
      .map((_, index) => index)
      .filter(
        (index) => track[index] === undefined && (above[index] ?? []).every((other) => track[other] !== undefined),
      )
      .sort((a, b) => span(jogged[a] as Net) - span(jogged[b] as Net));
    const index = ready[0] ?? track.indexOf(undefined);
    const net = jogged[index] as Net;
    let at = Math.max(-1, ...(above[index] ?? []).map((other) => track[other] ?? -1)) + 1;
    while (jogged.some((other, i) => track[i] === at && overlaps(net, other))) at++;
    track[index] = at;
    tracks = Math.max(tracks, at + 1);
  }
  jogged.forEach((net, index) => {
    const upper = net.up === undefined ? undefined : track[jogged.findIndex(({ down }) => down === net.up)];
    routes.push({ ...net, track: track[index], ...(upper !== undefined && { upperTrack: upper }) });
  });
  return { routes, tracks };
}

/** All columns that a net touches. */
export function columnsOf({ sources, targets, down, up }: Net): number[] {
  return [...sources, ...targets, ...[down, up].filter((x) => x !== undefined)];
}

const ends = (net: Net): [number, number] => {
  const columns = columnsOf(net);
  return [Math.min(...columns), Math.max(...columns)];
};
const span = (net: Net): number => ends(net)[1] - ends(net)[0];
const overlaps = (a: Net, b: Net): boolean => ends(a)[0] <= ends(b)[1] + 1 && ends(b)[0] <= ends(a)[1] + 1;

/** Where one net starts in a column in which another ends, the first must turn above the second. */
function mustBeAbove(net: Net, nets: readonly Net[]): number[] {
  return nets.flatMap((other, index) =>
    other !== net &&
    (other.sources.some((x) => net.targets.includes(x)) || (net.up !== undefined && other.down === net.up))
      ? [index]
      : [],
  );
}

/** Two nets that each must be above the other: one of them goes round, through a free column at the right. */
function breakCycles(nets: readonly Net[]): Net[] {
  let result = [...nets];
  for (let guard = 0; guard <= nets.length; guard++) {
    const cyclic = findCycle(result);
    if (!cyclic) return result;
    const free = Math.max(...result.flatMap(columnsOf)) + 2;
    result = result.flatMap((net): Net[] =>
      net === cyclic
        ? [
            { ...net, targets: [], criticalTargets: [], down: free },
            { ...net, sources: [], criticalSources: [], up: free },
          ]
        : [net],
    );
  }
  return result;
}

function findCycle(nets: readonly Net[]): Net | undefined {
  const above = nets.map((net) => mustBeAbove(net, nets));
  const state = nets.map(() => 0);
  const visit = (index: number): number | undefined => {
    if (state[index] === 1) return index;
    if (state[index] === 2) return undefined;
    state[index] = 1;
    for (const other of above[index] ?? []) {
      const found = visit(other);
      if (found !== undefined) return found;
    }
    state[index] = 2;
    return undefined;
  };
  for (const index of nets.keys()) {
    const found = visit(index);
    if (found !== undefined) return nets[found];
  }
  return undefined;
}
