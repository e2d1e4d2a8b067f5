/**
 * A test program run by the engine itself, with leaves that answer at once: what the interpreter is checked
 * against. It needs no compiler. Imports are copied, not live, and a file is run when it is first imported.
 */
import { parseSync } from "oxc-parser";
import { transformSync } from "oxc-transform";
import { canonical } from "../canonical.js";
import { inPlace } from "../inPlace.js";
import { oracleImports } from "../oracle.js";
import { World, type Faults, type Order } from "../world.js";
import { splitFiles } from "./files.js";

export interface EngineOutcome {
  ok: boolean;
  text: string;
  calls: string[];
  effects: string[];
  /** What the calls take one after another. */
  total: number;
}

type Exports = Record<string, unknown>;
type Body = (require: (name: string) => Exports, globals: Exports) => Exports;

function bodyOf(text: string): Body {
  const { code, errors } = transformSync("program.ts", text, { lang: "ts", sourceType: "module" });
  if (errors[0]) throw new Error(errors[0].message);
  const plain = inPlace(code, "program.ts");
  let out = "";
  let from = 0;
  const names: string[] = [];
  const replace = (start: number, end: number, by: string): void => {
    out += plain.slice(from, start) + by;
    from = end;
  };
  for (const statement of parseSync("program.js", plain, { lang: "js", sourceType: "module" }).program.body) {
    if (statement.type === "ImportDeclaration") {
      const list = statement.specifiers.map((s) =>
        s.type === "ImportSpecifier" && s.imported.type === "Identifier"
          ? `${s.imported.name}: ${s.local.name}`
          : `default: ${s.local.name}`,
      );
      replace(statement.start, statement.end, `const { ${list.join(", ")} } = $require("${statement.source.value}");`);
    } else if (statement.type === "ExportNamedDeclaration") {
      const { declaration } = statement;
      replace(statement.start, declaration ? declaration.start : statement.end, "");
      if (declaration?.type === "VariableDeclaration") {
        for (const { id } of declaration.declarations) if (id.type === "Identifier") names.push(id.name);
      } else if (declaration && "id" in declaration && declaration.id?.type === "Identifier")
        names.push(declaration.id.name);
    }
  }
  out += plain.slice(from);
  // oxlint-disable-next-line typescript/no-implied-eval -- the program under test
  return new Function(
    "$require",
    "$globals",
    `"use strict"; const { leaf, effect, later, console, Promise, $settled, $fulfilled } = $globals; return (() => {\n${out}\nreturn { ${names.join(", ")} }; })();`,
  ) as Body;
}

let last: { source: string; bodies: Map<string, Body> } | undefined;

export function engineRun(
  source: string,
  options: { order: Order; faults?: Faults | undefined; input?: number },
): EngineOutcome {
  if (last?.source !== source)
    last = { source, bodies: new Map([...splitFiles(source)].map(([name, text]) => [name, bodyOf(text)])) };
  const { bodies } = last;
  const world = new World(options.order, options.faults, false);
  const { plait, globals } = oracleImports(world);
  const loaded = new Map<string, Exports>();
  const load = (name: string): Exports => {
    let known = loaded.get(name);
    if (!known) loaded.set(name, (known = (bodies.get(name) as Body)(require, globals)));
    return known;
  };
  const require = (name: string): Exports =>
    name.startsWith(".") ? load(name.slice(2).replace(/\.js$/, ".ts")) : plait;
  const { Main, inputs } = load("") as {
    Main: new () => { forward(...args: unknown[]): unknown };
    inputs?: unknown[][];
  };
  const args = inputs ? (inputs[options.input ?? 0] as unknown[]) : ["a doc"];
  const outcome = (ok: boolean, value: unknown): EngineOutcome => ({
    ok,
    text: canonical([value, args]),
    calls: world.calls.map((call) => call.key).sort(),
    effects: world.effects,
    total: world.total,
  });
  try {
    return outcome(true, new Main().forward(...args));
  } catch (error) {
    return outcome(false, error);
  }
}
