/**
 * Reads what functions of packages do from `plait.config.json`, beside the tsconfig:
 *
 *     { "effects": { "lodash": { "chunk": "pure" }, "slugify": "pure" } }
 *
 * A file that is not valid is an error with the place in it, and declares nothing.
 */
import type { Expression, Node } from "oxc-parser";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { isDeclaredEffects } from "./analyze/declarationComments.js";
import { PLT1050 } from "./messages.generated.js";
import { nearestName } from "./nearestName.js";
import { lineStarts, parse, positionAt } from "./syntax/parse.js";
import { keyName } from "./syntax/walk.js";
import type { DeclaredEffects, Diagnostic, EffectsTable } from "./types.js";

export const CONFIG_NAME = "plait.config.json";

export interface ReadEffects {
  /** The file, where there is one. */
  fileName: string | undefined;
  effects: EffectsTable | undefined;
  diagnostics: readonly Diagnostic[];
}

const NOTHING: ReadEffects = { fileName: undefined, effects: undefined, diagnostics: [] };
const KEYS = ["effects"];

/** Files read already, as long as they do not change. */
const known = new Map<string, { mtimeMs: number; read: ReadEffects }>();

/** Of the folder of a project. */
export function readEffects(folder: string): ReadEffects {
  const fileName = path.join(folder, CONFIG_NAME).replaceAll("\\", "/");
  const stat = statSync(fileName, { throwIfNoEntry: false });
  if (!stat?.isFile()) return NOTHING;
  const cached = known.get(fileName);
  if (cached?.mtimeMs === stat.mtimeMs) return cached.read;
  const read = parseEffects(fileName, readFileSync(fileName, "utf8"));
  known.set(fileName, { mtimeMs: stat.mtimeMs, read });
  return read;
}

/** For a file that is compiled on its own: of the nearest folder above it that has a project or a configuration. */
export function findEffects(fileName: string): ReadEffects {
  for (let folder = path.dirname(path.resolve(fileName)); ; folder = path.dirname(folder)) {
    const read = readEffects(folder);
    const isProject = statSync(path.join(folder, "tsconfig.json"), { throwIfNoEntry: false }) !== undefined;
    if (read.fileName !== undefined || isProject || path.dirname(folder) === folder) return read;
  }
}

type Problem = { node: { start: number; end: number }; problem: string };

export function parseEffects(fileName: string, text: string): ReadEffects {
  // JSON is an expression; comments and a comma too many do no harm.
  const { program, errors } = parse("config.ts", `(${text}\n)`);
  const problems: Problem[] = errors
    .slice(0, 1)
    .map(({ message, start, end }) => ({ node: { start, end }, problem: `it is not JSON: ${message}` }));
  const statement = program.body[0];
  const expression = statement?.type === "ExpressionStatement" ? statement.expression : undefined;
  const root = expression?.type === "ParenthesizedExpression" ? expression.expression : expression;
  const effects: Record<string, EffectsTable[string]> = Object.create(null) as Record<string, EffectsTable[string]>;
  if (problems.length === 0) {
    for (const [key, value, node] of membersOf(root, "the file", problems)) {
      if (key === "effects") readPackages(value, effects, problems);
      else if (key !== "$schema") problems.push({ node, problem: unknownKey(key) });
    }
  }
  const lines = lineStarts(text);
  const diagnostics = problems.map(({ node, problem }): Diagnostic => {
    const start = Math.min(Math.max(0, node.start - 1), text.length);
    const end = Math.min(Math.max(start, node.end - 1), text.length);
    return { file: fileName, start, end, ...positionAt(lines, start), ...PLT1050({ problem }), related: [] };
  });
  return { fileName, effects: diagnostics.length > 0 ? undefined : effects, diagnostics };
}

function unknownKey(key: string): string {
  const meant = nearestName(key, KEYS);
  return `unknown key \`${key}\`.${meant === undefined ? ` Known: ${KEYS.join(", ")}.` : ` Did you mean \`${meant}\`?`}`;
}

function readPackages(node: Expression, effects: Record<string, EffectsTable[string]>, problems: Problem[]): void {
  for (const [name, value] of membersOf(node, "`effects`", problems)) {
    const at = `effects["${name}"]`;
    if (name.startsWith(".")) {
      const problem = `\`${at}\`: a file of the project is declared in its own text, with \`@plait\`.`;
      problems.push({ node: value, problem });
    } else if (value.type === "ObjectExpression") {
      const functions: Record<string, DeclaredEffects> = Object.create(null) as Record<string, DeclaredEffects>;
      for (const [fn, declared] of membersOf(value, `\`${at}\``, problems)) {
        const word = wordOf(declared, `${at}.${fn}`, problems);
        if (word) functions[fn] = word;
      }
      effects[name] = functions;
    } else {
      const word = wordOf(value, at, problems);
      if (word) effects[name] = word;
    }
  }
}

function wordOf(node: Expression, at: string, problems: Problem[]): DeclaredEffects | undefined {
  const value = node.type === "Literal" ? node.value : undefined;
  if (isDeclaredEffects(value)) return value;
  const meant = typeof value === "string" ? nearestName(value, ["pure", "reads", "effect"]) : undefined;
  const question = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  problems.push({ node, problem: `\`${at}\` is not "pure", "reads" or "effect".${question}` });
  return undefined;
}

function membersOf(
  node: Expression | undefined,
  what: string,
  problems: Problem[],
): [key: string, value: Expression, node: Node][] {
  if (node?.type !== "ObjectExpression") {
    problems.push({ node: node ?? { start: 1, end: 1 }, problem: `${what} is not an object.` });
    return [];
  }
  const members: [string, Expression, Node][] = [];
  const seen = new Set<string>();
  for (const property of node.properties) {
    const key = property.type === "Property" ? keyName(property.key, property.computed) : undefined;
    if (property.type !== "Property" || key === undefined) {
      problems.push({ node: property, problem: `${what} has an entry without a name.` });
    } else if (seen.has(key)) problems.push({ node: property.key, problem: `${what} names \`${key}\` twice.` });
    else members.push([key, property.value as Expression, property.key]);
    if (key !== undefined) seen.add(key);
  }
  return members;
}
