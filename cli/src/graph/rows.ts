/**
 * Which row of the drawing each item stands in. Calls of one level of the plan share a row, so that what
 * runs at the same time stands side by side; a row that is too wide continues in the next.
 */

export interface RowItem {
  width: number;
  /** Level in the plan. */
  level: number;
  /** Calls and groups share a row per level; the small items between them do not. */
  aligned: boolean;
}

export interface RowLink {
  from: number;
  to: number;
}

export const GAP = 2;

/** Item indices by row. `links` point from lower to higher indices. */
export function assignRows(items: readonly RowItem[], links: readonly RowLink[], maxWidth: number): number[][] {
  const before = items.map((): number[] => []);
  const after = items.map((): number[] => []);
  for (const { from, to } of links) {
    before[to]?.push(from);
    after[from]?.push(to);
  }
  const row: number[] = [];
  const earliest = (index: number): number => Math.max(-1, ...(before[index] ?? []).map((p) => row[p] ?? -1)) + 1;

  // Top down: every item below all that it waits for, the calls of a level in one row.
  items.forEach((item, index) => {
    row[index] = earliest(index);
    if (!item.aligned) return;
    const same = items.flatMap((other, i) => (i <= index && other.aligned && other.level === item.level ? [i] : []));
    const shared = Math.max(...same.map((i) => row[i] ?? 0));
    for (const i of same) row[i] = shared;
  });
  // Aligning may have moved a call below something that waits for it: settle.
  for (let changed = true; changed;) {
    changed = false;
    items.forEach((_, index) => {
      const at = earliest(index);
      if ((row[index] ?? 0) < at) {
        row[index] = at;
        changed = true;
      }
    });
  }
  // Bottom up: what waits for nothing moves down to its first user.
  for (let index = items.length - 1; index >= 0; index--) {
    const users = after[index] ?? [];
    if (items[index]?.aligned || before[index]?.length || users.length === 0) continue;
    row[index] = Math.max(0, Math.min(...users.map((u) => row[u] ?? 0)) - 1);
  }

  const rows: number[][] = [];
  const used = [...new Set(row)].sort((a, b) => a - b);
  for (const number of used) {
    let current: number[] = [];
    let width = 0;
    items.forEach((item, index) => {
      if (row[index] !== number) return;
      if (current.length > 0 && width + GAP + item.width > maxWidth) {
        rows.push(current);
        current = [];
        width = 0;
      }
      width += (current.length > 0 ? GAP : 0) + item.width;
      current.push(index);
    });
    rows.push(current);
  }
  return rows;
}
