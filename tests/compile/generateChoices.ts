/** `switch` in random programs: fall-through, `default` anywhere, calls in the discriminant, the cases and the bodies. */
import type { Generator } from "./generateContext.js";
import type { Construct, Scope } from "./generateTypes.js";

/** Statements of a case, in braces where they declare something. */
function caseBody(g: Generator, scope: Scope, indent: string): string {
  const text = g.block(scope, 1, `${indent}  `);
  return /^\s*(const|let|class|function|async function) /m.test(text)
    ? `${indent}    {\n${text}${indent}    }\n`
    : text;
}

function end(g: Generator, scope: Scope): string {
  const { random } = g;
  if (random.chance(0.25)) return ""; // falls through
  if (scope.returns !== undefined && random.chance(0.2))
    return scope.returns === "nothing" ? "return;" : `return ${g.likelyCall(scope, scope.returns)};`;
  if (scope.loop && random.chance(0.2)) return "continue;";
  const { labels } = scope;
  if (labels.length > 0 && random.chance(0.15)) return `break ${random.pick(labels).name};`;
  if (scope.caught && random.chance(0.1)) return `throw new Error(${g.expression(scope, "text", 1)});`;
  return "break;";
}

export const CHOICES: readonly Construct[] = [
  {
    name: "switch",
    weight: 1.3,
    nests: true,
    make(g, scope, indent) {
      const { random } = g;
      const [head, tests] = random.pick([
        () => [`(${g.likelyCall(scope, "number")}) % 3`, ["0", "1", "2"]] as const,
        () => [g.likelyCall(scope, "flag"), ["true", "false"]] as const,
        () => [`(${g.likelyCall(scope, "text")}).length % 4`, ["0", "1", "2", "3"]] as const,
        () => ["true", [0, 1, 2].map(() => g.likelyCall(scope, "flag"))] as const,
        () =>
          [
            g.expression(scope, "number", 1),
            ["1", `${g.likelyCall(scope, "number")}`, `${g.expression(scope, "number", 1)}`],
          ] as const,
      ])();
      const inner = { ...scope, breaks: true };
      const cases = tests.map((test) => `case ${test}:`);
      if (random.chance(0.8))
        cases.splice(random.chance(0.6) ? cases.length : random.below(cases.length), 0, "default:");
      let text = `${indent}switch (${head}) {\n`;
      for (const head of cases) {
        // Two cases for one body.
        if (random.chance(0.15)) text += `${indent}  ${head}\n`;
        else {
          const last = end(g, inner);
          text += `${indent}  ${head}\n${caseBody(g, inner, indent)}${last ? `${indent}    ${last}\n` : ""}`;
        }
      }
      return { text: `${text}${indent}}\n` };
    },
  },
];
