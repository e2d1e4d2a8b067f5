/** `try` in random programs: calls and exits in every part, with and without a binding, rethrown, nested. */
import type { Generator } from "./generateContext.js";
import { variable, withVariables, type Construct, type Scope } from "./generateTypes.js";

/** Leaves the part, at times. */
function exit(g: Generator, scope: Scope, indent: string, share: number): string {
  const { random } = g;
  if (!random.chance(share)) return "";
  const ways: (() => string)[] = [];
  const { returns } = scope;
  if (returns !== undefined)
    ways.push(() => (returns === "nothing" ? "return;" : `return ${g.likelyCall(scope, returns)};`));
  if (scope.breaks) ways.push(() => "break;");
  if (scope.loop) ways.push(() => "continue;");
  if (scope.labels.length > 0) ways.push(() => `break ${random.pick(scope.labels).name};`);
  if (scope.caught) ways.push(() => `throw new Error(${g.likelyCall(scope, "text")});`);
  if (ways.length === 0) return "";
  const way = random.pick(ways)();
  return random.chance(0.35) ? `${indent}${way}\n` : `${indent}if (${g.expression(scope, "flag", 2)}) ${way}\n`;
}

/** A part: an exit may stand at its end, or in a block of its own after what it declares. */
function part(g: Generator, scope: Scope, budget: number, indent: string, share: number): string {
  const { text, after } = g.statements(scope, budget, `${indent}  `);
  return text + exit(g, after, `${indent}  `, share);
}

function handler(g: Generator, scope: Scope, indent: string): string {
  const { random } = g;
  if (random.chance(0.3) && g.uses("catch without binding"))
    return `catch {\n${part(g, scope, 2, indent, 0.3)}${indent}}`;
  const error = g.unique("error");
  const told = random.pick([`told(${error})`, `told(${error})`, `(${error} instanceof Error ? "error" : "other")`]);
  const name = g.unique("why");
  const inner = withVariables(scope, variable(name, "text"));
  const first = `${indent}  const ${name} = ${told};\n`;
  const again = random.chance(scope.caught ? 0.35 : 0.06)
    ? `${indent}  if (${g.expression(inner, "flag", 2)}) throw ${random.pick([error, error, `new Error(${name})`])};\n`
    : "";
  const log = !scope.pure && random.chance(0.4) ? `${indent}  console.log("caught", ${name});\n` : "";
  return `catch (${error}) {\n${first}${log}${again}${part(g, inner, 2, indent, 0.25)}${indent}}`;
}

export const TRIES: readonly Construct[] = [
  {
    name: "try",
    weight: 2,
    nests: true,
    make(g, scope, indent) {
      const { random } = g;
      const shape = random.weighted({ catch: 5, both: g.uses("finally") ? 3 : 0, finally: g.uses("finally") ? 2 : 0 });
      const guarded: Scope = { ...scope, caught: shape !== "finally" || scope.caught };
      let text = `${indent}try {\n${part(g, guarded, 3, indent, 0.3)}${indent}}`;
      if (shape !== "finally") text += ` ${handler(g, scope, indent)}`;
      if (shape !== "catch") {
        // What leaves a `finally` swallows what was thrown: seldom.
        const leaves = random.chance(0.25);
        const inner: Scope = leaves
          ? scope
          : { ...scope, returns: undefined, breaks: false, loop: false, labels: [], caught: false };
        text += ` finally {\n${part(g, inner, 1, indent, leaves ? 0.6 : 0.25)}${indent}}`;
      }
      return { text: `${text}\n` };
    },
  },
  {
    name: "try and keep",
    weight: 0.8,
    nests: true,
    impure: true,
    make(g, scope, indent) {
      // The handler sees what was assigned before the failure.
      const name = g.unique("kept");
      const log = g.unique("steps");
      const known = withVariables(scope, variable(name, "text", true));
      const guarded: Scope = { ...known, caught: true };
      const step = (): string =>
        g.random.pick([
          () => `${name} = ${g.likelyCall(guarded, "text")};`,
          () => `${log}.push(${g.likelyCall(guarded, "text")});`,
          () => `if (${g.likelyCall(guarded, "flag")}) throw new Error(${name});`,
        ])();
      const steps = Array.from({ length: 2 + g.random.below(3) }, () => `${indent}  ${step()}\n`).join("");
      return {
        text:
          `${indent}let ${name} = ${g.expression(scope, "text", 1)};\n${indent}const ${log}: string[] = [];\n` +
          `${indent}try {\n${steps}${indent}} catch {\n${indent}  ${log}.push("failed after " + ${name});\n` +
          `${g.random.chance(0.5) ? `${indent}  ${name} = ${g.likelyCall(known, "text")};\n` : ""}${indent}}\n`,
        declares: [variable(name, "text", true), variable(log, "list")],
      };
    },
  },
];
