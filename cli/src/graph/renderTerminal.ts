/**
 * Draws a module's plan for a terminal: time runs downwards, what stands side by side runs at the same time.
 *
 *     ┏━━━━━━━━━━━┓  ┌───────────┐
 *     ┃ facts1    ┃  │ facts2    │
 *     ┃ extractor ┃  │ extractor │
 *     ┗━━━━━┳━━━━━┛  └─────┬─────┘
 *           ┗━━━━━━┳───────┘
 *               comparer
 */
import type { MethodPlan, ModulePlan, PlanEdge } from "plait/internal";
import { arrange, type Item, type Link } from "./arrange.js";
import type { Dash } from "./boxCharacters.js";
import { Canvas, type Paint, type Style } from "./canvas.js";
import { displayWidth, singleLine, truncate } from "./displayText.js";
import { drawEdges } from "./drawEdges.js";
import { groupsOf, makesCalls, type Group, type GroupLink, type Member } from "./planGroups.js";
import { nodeText, signature, summary } from "./planText.js";
import { isFramed, partsOf, regionText } from "./regions.js";
import { stackWide } from "./stackWide.js";

export interface TerminalOptions {
  /** Columns to stay within where the graph allows it; default 100. */
  columns?: number;
  ascii?: boolean;
  color?: boolean;
}

const WIDEST_LABEL = 30;
const PADDING = 2; // a border and a space
const DASH: Record<PlanEdge["kind"], Dash> = { data: "solid", guard: "guard", order: "order" };

const COLORS: Record<Style, string | undefined> = {
  plain: undefined,
  label: "1",
  detail: "36",
  input: "32",
  edge: "90",
  frame: "34",
  critical: "1;33",
  effect: "35",
  faint: "2",
};

const colorPaint: Paint = (style, text) => {
  const code = COLORS[style];
  return code === undefined ? text : `\u001B[${code}m${text}\u001B[0m`;
};

export function renderTerminal(plan: ModulePlan, options: TerminalOptions = {}): string {
  return Object.values(plan.methods)
    .map((method) => renderMethod(plan, method, options))
    .join("\n\n");
}

function renderMethod(plan: ModulePlan, method: MethodPlan, options: TerminalOptions): string {
  const { columns = 100, ascii = false, color = false } = options;
  const print = { ascii, paint: color ? colorPaint : undefined };
  const paint: Paint = color ? colorPaint : (_style, text) => text;
  const root = groupsOf(method);
  const picture = fitting((width) => pictureOfGroup(root, width, ascii), columns);
  const canvas = new Canvas();
  picture.draw(canvas, 0, 0);

  const where = `${singleLine(plan.file)}:${method.position.line}`;
  const facts = ascii ? summary(method).replaceAll("→", "->").replaceAll("·", "-") : summary(method);
  const head = [`${paint("label", signature(plan, method))}  ${paint("faint", where)}`, paint("faint", facts)];
  const legend = legendOf(root, method, ascii);
  return [...head, "", canvas.toString(print), ...(legend === "" ? [] : ["", paint("faint", legend)])].join("\n");
}

/** A part of the drawing that knows its size. */
interface Picture {
  width: number;
  height: number;
  draw(canvas: Canvas, x: number, y: number): void;
}

/** Long edges need room that is known only afterwards: narrows the rows until everything fits. */
function fitting(make: (width: number) => Picture, columns: number): Picture {
  let best = make(columns);
  for (const share of [0.85, 0.7, 0.55, 0.4]) {
    if (best.width <= columns) break;
    const next = make(Math.floor(columns * share));
    if (next.width < best.width) best = next;
  }
  return best;
}

function pictureOfMember(member: Member, width: number, ascii: boolean): Picture {
  if (isFramed(member)) return pictureOfFrame(member, width, ascii);
  return isBoxed(member) ? pictureOfBox(member, ascii) : pictureOfWord(member);
}

function isBoxed(member: Member): boolean {
  return ["call", "method", "map", "sequential"].includes(member.node.kind) || isFramed(member);
}

function pictureOfBox(member: Member, ascii: boolean): Picture {
  const text = nodeText(member.node);
  const title = truncate(ascii && member.critical ? `* ${text.title}` : text.title, WIDEST_LABEL);
  const detail = truncate(text.detail, WIDEST_LABEL);
  const inner = Math.max(displayWidth(title), displayWidth(detail), 3);
  const lines = detail === "" ? 1 : 2;
  return {
    width: inner + 2 * PADDING,
    height: lines + 2,
    draw(canvas, x, y) {
      const style = member.critical ? "critical" : "edge";
      canvas.frame(x, y, inner + 2 * PADDING, lines + 2, { weight: member.critical ? 2 : 1, style });
      canvas.text(x + PADDING, y + 1, title, member.critical ? "critical" : "label");
      if (detail !== "") canvas.text(x + PADDING, y + 2, detail, "detail");
    },
  };
}

const WORD_STYLE: Partial<Record<Member["node"]["kind"], Style>> = {
  input: "input",
  effect: "effect",
  throw: "effect",
};

/** Inputs, results and the code between calls: just their name. */
function pictureOfWord(member: Member): Picture {
  const { title, detail } = nodeText(member.node);
  const word = truncate(member.node.kind === "effect" && detail !== "" ? detail : title, WIDEST_LABEL);
  const width = Math.max(3, displayWidth(word));
  return {
    width,
    height: 1,
    draw(canvas, x, y) {
      canvas.text(x + Math.floor((width - displayWidth(word)) / 2), y, word, WORD_STYLE[member.node.kind] ?? "plain");
    },
  };
}

/** Calls that are made at the same time with the same neighbours, one a line. */
function pictureOfStack(members: readonly Member[], ascii: boolean): Picture {
  const rows = members.map((member) => {
    const text = nodeText(member.node);
    return {
      member,
      title: truncate(ascii && member.critical ? `* ${text.title}` : text.title, WIDEST_LABEL),
      detail: truncate(text.detail, WIDEST_LABEL),
    };
  });
  const left = Math.max(...rows.map((row) => displayWidth(row.title)));
  const width = left + 2 + Math.max(...rows.map((row) => displayWidth(row.detail))) + 2 * PADDING;
  const height = members.length + 2;
  const critical = members.some((member) => member.critical);
  return {
    width,
    height,
    draw(canvas, x, y) {
      canvas.frame(x, y, width, height, { weight: critical ? 2 : 1, style: critical ? "critical" : "edge" });
      rows.forEach((row, index) => {
        canvas.text(x + PADDING, y + 1 + index, row.title, row.member.critical ? "critical" : "label");
        canvas.text(x + PADDING + left + 2, y + 1 + index, row.detail, "detail");
      });
    },
  };
}

/** A region: a frame with its name and a drawing of what is inside. */
function pictureOfFrame(member: Member, width: number, ascii: boolean): Picture {
  const { title, detail } = regionText(member);
  const parts = partsOf(member);
  const [only] = parts;
  const sole = parts.length === 1 ? only?.title : undefined;
  const heading = truncate([title, detail, sole].filter(Boolean).join(" · "), Math.max(8, width - 2 * PADDING));
  const inside = parts.map(({ title: name, group }) => {
    const inner = width - 2 * PADDING - (name === undefined ? 0 : 2 * PADDING);
    const picture = pictureOfGroup(group, inner, ascii);
    return name === undefined || sole !== undefined ? picture : framed(picture, truncate(name, Math.max(8, inner)));
  });
  const row = beside(inside);
  // The parts of a try run one after another, those of a branch instead of each other.
  const stacked = member.node.kind === "try" || row.width + 2 * PADDING > width;
  return framed(stacked ? below(inside) : row, ascii && member.critical ? `* ${heading}` : heading, member.critical);
}

function framed(body: Picture, heading: string, critical = false): Picture {
  const width = Math.max(body.width, displayWidth(heading)) + 2 * PADDING;
  const height = body.height + 3;
  return {
    width,
    height,
    draw(canvas, x, y) {
      canvas.frame(x, y, width, height, { round: true, style: critical ? "critical" : "frame" });
      canvas.text(x + PADDING, y + 1, heading, critical ? "critical" : "frame");
      body.draw(canvas, x + Math.floor((width - body.width) / 2), y + 2);
    },
  };
}

function beside(pictures: readonly Picture[]): Picture {
  return {
    width: pictures.reduce((sum, picture) => sum + picture.width, 0) + 2 * Math.max(0, pictures.length - 1),
    height: Math.max(1, ...pictures.map((picture) => picture.height)),
    draw(canvas, x, y) {
      let at = x;
      for (const picture of pictures) {
        picture.draw(canvas, at, y);
        at += picture.width + 2;
      }
    },
  };
}

function below(pictures: readonly Picture[]): Picture {
  return {
    width: Math.max(1, ...pictures.map((picture) => picture.width)),
    height: pictures.reduce((sum, picture) => sum + picture.height, 0),
    draw(canvas, x, y) {
      let at = y;
      for (const picture of pictures) {
        picture.draw(canvas, x, at);
        at += picture.height;
      }
    },
  };
}

function pictureOfGroup(group: Group, width: number, ascii: boolean): Picture {
  const drawn = drawnLinks(group);
  const stacks = stackWide(group.members, drawn, (member) => pictureOfMember(member, width, ascii).width, width);
  const pictures = stacks.map((stack) => {
    const [only] = stack;
    return only && stack.length === 1 ? pictureOfMember(only, width, ascii) : pictureOfStack(stack, ascii);
  });
  const items = stacks.map((stack, index): Item => {
    const picture = pictures[index] as Picture;
    const member = stack[0] as Member;
    return {
      width: picture.width,
      height: picture.height,
      level: member.node.level,
      aligned: makesCalls(member),
      boxed: isBoxed(member),
    };
  });
  const stackOf = (index: number): number =>
    stacks.findIndex((stack) => stack.includes(group.members[index] as Member));
  const links = drawn.map((link): Link => ({
    from: stackOf(link.from),
    to: stackOf(link.to),
    dash: DASH[link.kind],
    critical: link.critical,
  }));
  const layout = arrange(items, links, width);
  return {
    width: layout.width,
    height: layout.height,
    draw(canvas, x, y) {
      pictures.forEach((picture, index) => {
        const place = layout.places[index] ?? { x: 0, y: 0 };
        picture.draw(canvas, x + place.x, y + place.y);
      });
      drawEdges(canvas, layout, x, y, items);
    },
  };
}

/** Leaves out what follows from other edges, except values that one call takes from another. */
function drawnLinks(group: Group): GroupLink[] {
  const reaches = (from: number, to: number, without: GroupLink): boolean => {
    const seen = new Set([from]);
    for (const at of seen) {
      for (const link of group.links) if (link !== without && link.from === at) seen.add(link.to);
    }
    return seen.has(to);
  };
  return group.links.filter((link, index) => {
    const from = group.members[link.from] as Member;
    if (link.kind === "data" && makesCalls(from)) return true;
    const better = group.links.some(
      (other, i) =>
        other.from === link.from && other.to === link.to && i !== index && (other.kind === "data" || i < index),
    );
    return !better && !reaches(link.from, link.to, link);
  });
}

function legendOf(root: Group, method: MethodPlan, ascii: boolean): string {
  const kinds = new Set<string>();
  const visit = (group: Group): void => {
    for (const link of drawnLinks(group)) kinds.add(link.kind);
    group.members.forEach(visit);
  };
  visit(root);
  const parts: string[] = [];
  if (method.criticalPath.length > 1) parts.push(ascii ? "* === critical path" : "━━ critical path");
  if (kinds.has("guard")) parts.push(ascii ? "... waits for a decision" : "┈┈ waits for a decision");
  if (kinds.has("order")) parts.push(ascii ? "... keeps the order" : "╌╌ keeps the order");
  return parts.join("   ");
}
