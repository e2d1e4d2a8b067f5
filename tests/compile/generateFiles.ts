/** Puts the declarations of a random program into one file or several, with the imports that they need. */
import type { Random } from "./random.js";

export interface Part {
  name: string;
  /** One declaration that can be exported. */
  text: string;
}

/** What every file may name without importing it. */
const AMBIENT: readonly { name: string; text: string }[] = [
  { name: "leaf", text: "declare function leaf(name: string, kind: string, ...args: unknown[]): any;" },
  { name: "effect", text: "declare function effect(...args: unknown[]): string;" },
  { name: "later", text: "declare function later<T>(value: T): Promise<T>;" },
  { name: "Item", text: "type Item = { title: string; tags: string[]; n: number };" },
];

const names = (text: string, name: string): boolean => new RegExp(`\\b${name}\\b`).test(text);

/** The text of one file, which imports from the others. */
function fileText(
  own: readonly Part[],
  others: readonly { file: string; parts: readonly Part[] }[],
  main: boolean,
): string {
  const body = own
    .map((p) => `${main && p.name !== "Main" && p.name !== "inputs" ? "" : "export "}${p.text}`)
    .join("\n");
  const head: string[] = [];
  if (names(body, "Module")) head.push(`import { Module } from "plait";`);
  for (const { file, parts } of others) {
    const used = parts.filter((p) => names(body, p.name)).map((p) => p.name);
    if (used.length > 0) head.push(`import { ${used.join(", ")} } from "./${file}.js";`);
  }
  for (const { name, text } of AMBIENT) if (names(body, name)) head.push(text);
  return `${[...head, body].join("\n")}\n`;
}

/**
 * The program as one text: the main file, then the others behind `// @file: name.ts`. A part only names parts
 * in front of it, so files that take them in order import each other without a cycle.
 */
export function assemble(random: Random, parts: readonly Part[], several: boolean): string {
  const files: { file: string; parts: Part[] }[] = [];
  if (several) {
    // A helper that knows of nothing but what it is given may stand in a file that knows of nothing else either.
    const helper = parts.find((p) => p.name === "applyTo");
    const isAlone = helper !== undefined && random.below(2) === 0;
    if (isAlone) files.push({ file: "helpers", parts: [helper] });
    const movable = parts.filter((p) => p.name !== "Main" && p.name !== "inputs" && !(isAlone && p === helper));
    const count = 1 + random.below(2);
    const cuts = Array.from({ length: count }, () => 1 + random.below(movable.length)).sort((a, b) => a - b);
    cuts.forEach((cut, i) => {
      const own = movable.slice(i === 0 ? 0 : cuts[i - 1], cut);
      if (own.length > 0) files.push({ file: ["base", "parts"][i] as string, parts: own });
    });
  }
  const moved = new Set(files.flatMap((f) => f.parts));
  const rest = parts.filter((p) => !moved.has(p));
  const texts = files.map((f, i) => `// @file: ${f.file}.ts\n${fileText(f.parts, files.slice(0, i), false)}`);
  return [fileText(rest, files, true), ...texts].join("");
}
