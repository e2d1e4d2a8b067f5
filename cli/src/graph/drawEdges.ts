/** Draws the edges of a layout on a canvas, with joints where they leave a box and arrows where they enter one. */
import type { Arrangement, Item } from "./arrange.js";
import { BORDER, type Canvas, type Style } from "./canvas.js";
import { columnsOf } from "./route.js";

export function drawEdges(canvas: Canvas, layout: Arrangement, x: number, y: number, items: readonly Item[]): void {
  const style = (critical: boolean): { weight: 1 | 2; style: Style } =>
    critical ? { weight: 2, style: "critical" } : { weight: 1, style: "edge" };
  for (const pass of layout.passes) {
    const look = { owner: canvas.newOwner(), dash: pass.dash, ...style(pass.critical) };
    canvas.stub(x + pass.x, y + pass.top, "up", look);
    canvas.line(x + pass.x, y + pass.top, x + pass.x, y + pass.bottom, look);
    canvas.stub(x + pass.x, y + pass.bottom, "down", look);
  }
  const boxAt = (column: number, row: number, edge: "top" | "bottom"): boolean =>
    layout.places.some((place, index) => {
      const item = items[index] as Item;
      const at = edge === "top" ? place.y : place.y + item.height - 1;
      return item.boxed && at === row && column >= place.x && column < place.x + item.width;
    });
  for (const channel of layout.channels) {
    const top = channel.top;
    const bottom = channel.bottom - 1;
    // Plain edges first: where lines meet, the critical one shows.
    for (const pass of ["all", "critical"] as const) {
      for (const route of channel.routes) {
        const sources = pass === "all" ? route.sources : route.criticalSources;
        const targets = pass === "all" ? route.targets : route.criticalTargets;
        const { up, upperTrack } = route;
        const critical = route.criticalSources.length > 0 || route.criticalTargets.length > 0;
        if (pass === "critical" && !critical) continue;
        const look = { owner: canvas.newOwner(), dash: route.dash, ...style(pass === "critical") };
        const turn = route.track === undefined ? bottom : top + route.track;
        for (const column of sources) {
          const from = channel.reach.get(column) ?? top - 1;
          // A bottom border gets a joint; a word does not.
          canvas.stub(x + column, y + from, "down", {
            ...look,
            owner: boxAt(column, from, "bottom") ? BORDER : look.owner,
          });
          canvas.stub(x + column, y + from + 1, "up", look);
          canvas.line(x + column, y + from + 1, x + column, y + turn, look);
        }
        const columns = columnsOf({ ...route, sources, targets });
        if (up !== undefined && upperTrack !== undefined)
          canvas.line(x + up, y + top + upperTrack, x + up, y + turn, look);
        if (route.track !== undefined)
          canvas.line(x + Math.min(...columns), y + turn, x + Math.max(...columns), y + turn, look);
        for (const column of targets) {
          canvas.line(x + column, y + turn, x + column, y + bottom, look);
          canvas.stub(x + column, y + bottom, "down", look);
          if (boxAt(column, channel.bottom, "top")) {
            canvas.text(x + column, y + channel.bottom, "▼", look.style);
          } else {
            canvas.stub(x + column, y + channel.bottom, "up", look);
          }
        }
      }
    }
  }
}
