/** Loops of random programs: independent, appending and carried work under every kind of head. */
import type { Generator } from "./generateContext.js";
import { variable, withVariables, type Construct, type Scope, type Variable } from "./generateTypes.js";

interface Work {
  /** Declarations in front of the loop. */
  before: string;
  /** Statements of the body. */
  body: string;
  declares: Variable[];
  /** One block of statements, which may stand in the loop without braces of its own. */
  alone: boolean;
}

/** What a loop does with `item`: appends, carries, both, or anything. */
function work(g: Generator, outer: Scope, scope: Scope, item: string | undefined, indent: string): Work {
  const { random } = g;
  const done: Work = { before: "", body: "", declares: [], alone: false };
  const inner = `${indent}  `;
  const known = item === undefined ? scope : withVariables(scope, variable(item, "text"));
  const kinds = [random.pick(["append", "append", "carry", "any", "any", "key", "index", "container"])];
  if (random.chance(0.35)) kinds.push(random.pick(["append", "carry", "any", "count", "container"]));
  for (const kind of scope.pure ? ["any"] : kinds) {
    if (kind === "append") {
      const out = g.unique("out");
      done.before += `${indent}const ${out}: string[] = [];\n`;
      done.body += `${inner}${out}.push(${g.likelyCall(known, "text")});\n`;
      done.declares.push(variable(out, "list"));
    } else if (kind === "index") {
      const out = g.unique("row");
      done.before += `${indent}const ${out}: string[] = [];\n`;
      done.body += `${inner}${out}[${out}.length] = ${g.likelyCall(known, "text")};\n`;
      done.declares.push(variable(out, "list"));
    } else if (kind === "key") {
      const out = g.unique("by");
      done.before += `${indent}const ${out}: Record<string, string> = {};\n`;
      done.body += `${inner}${out}[${item ?? `"k"`}] = ${g.likelyCall(known, "text")};\n`;
      done.declares.push(variable(out, "record"));
    } else if (kind === "container") {
      const into = g.unique("into");
      const map = random.chance(0.5);
      done.before += `${indent}const ${into} = new ${map ? "Map<string, string>" : "Set<string>"}();\n`;
      done.body += map
        ? `${inner}${into}.set(${item ?? `"k"`}, ${g.likelyCall(known, "text")});\n`
        : `${inner}${into}.add(${g.likelyCall(known, "text")});\n`;
      done.declares.push(variable(into, map ? "dict" : "bag"));
    } else if (kind === "carry") {
      const last = g.unique("last");
      done.before += `${indent}let ${last} = ${g.expression(outer, "text", 1)};\n`;
      const callables = g.callables(scope, "text").filter((c) => c.params === undefined);
      const call = callables.length > 0 ? g.at(scope, random.pick(callables).callee) : undefined;
      const args = [last, item ?? `"again"`].filter(() => random.chance(0.9)).join(", ");
      done.body += call
        ? `${inner}${last} = ${g.waited(`${call}(${args})`)};\n`
        : `${inner}${last} = (${item ?? `"+"`} + ${last}).slice(0, 30);\n`;
      done.declares.push(variable(last, "text", true));
    } else if (kind === "count") {
      const n = g.unique("n");
      done.before += `${indent}let ${n} = 0;\n`;
      done.body += `${inner}if (${g.expression(known, "flag", 2)}) ${n}++;\n`;
      done.declares.push(variable(n, "number", true));
    } else {
      done.alone = kinds.length === 1;
      const block = g.block(known, 2, indent, item === undefined ? [] : [item]);
      done.body += done.alone ? block : `${inner}{\n${block}${inner}}\n`;
    }
  }
  return done;
}

/** Around a head: the label, and the body in the scope of the loop. */
function loop(
  g: Generator,
  scope: Scope,
  indent: string,
  head: string,
  item: string | undefined,
  extra: {
    variables?: readonly Variable[];
    first?: string;
    tail?: string;
    before?: string;
    declares?: Variable[];
  } = {},
): { text: string; declares: Variable[] } {
  const label = g.random.chance(0.25) && g.uses("label") ? g.unique("each") : undefined;
  const inner: Scope = {
    ...withVariables(scope, ...(extra.variables ?? [])),
    breaks: true,
    loop: true,
    repeated: true,
    labels: label ? [...scope.labels, { name: label, loop: true }] : scope.labels,
  };
  const { before, body: written, declares, alone } = work(g, scope, inner, item, indent);
  // Half of the loops can be left in the middle.
  const leave = g.random.chance(0.35)
    ? `${indent}  if (${g.likelyCall(inner, "flag")}) ${g.random.pick(["break", "continue", ...inner.labels.flatMap((l) => [`break ${l.name}`, l.loop ? `continue ${l.name}` : `break ${l.name}`])])};\n`
    : "";
  const rest = g.random.chance(0.25) ? `${indent}  {\n${g.block(inner, 1, indent)}${indent}  }\n` : "";
  // A block that declares names needs braces where something else stands beside it.
  const body = alone && (leave || rest || extra.first) ? `${indent}  {\n${written}${indent}  }\n` : written;
  const whole = g.random.chance(0.5) ? leave + body + rest : body + leave + rest;
  const text = `${extra.before ?? ""}${before}${indent}${label ? `${label}: ` : ""}${head} {\n${extra.first ?? ""}${whole}${indent}}${extra.tail ?? ""}\n`;
  return { text, declares: [...declares, ...(extra.declares ?? [])] };
}

const asText = (g: Generator): string => (g.random.chance(0.5) ? "const" : "let");

export const LOOPS: readonly Construct[] = [
  {
    name: "for of",
    weight: 2,
    nests: true,
    make(g, scope, indent) {
      const x = g.unique("it");
      return loop(g, scope, indent, `for (${asText(g)} ${x} of ${g.few(scope, "list")})`, x);
    },
  },
  {
    name: "for of pattern",
    weight: 0.8,
    nests: true,
    make(g, scope, indent) {
      const x = g.unique("t");
      const y = g.unique("u");
      const { random } = g;
      if (random.chance(0.5)) {
        const head = `for (const { title: ${x}, tags: [${y} = "no tag"] } of ${g.few(scope, "items")})`;
        return loop(g, scope, indent, head, x, { variables: [variable(y, "text")] });
      }
      const from = random.pick([
        () => `${g.few(scope, "list")}.entries()`,
        () => `Object.entries(${g.operand(scope, "record", 2)})`,
        () => `${g.operand(scope, "dict", 2)}`,
        () => `[...${g.operand(scope, "dict", 2)}]`,
        () => `${g.operand(scope, "dict", 2)}.entries()`,
      ])();
      return loop(g, scope, indent, `for (const [${y}, ${x}] of ${from})`, x);
    },
  },
  {
    name: "for of set or string",
    weight: 0.6,
    nests: true,
    make(g, scope, indent) {
      const x = g.unique("ch");
      const from = g.random.pick([
        () => g.operand(scope, "bag", 2),
        () => `${g.operand(scope, "text", 2)}.slice(0, 3)`,
        () => `${g.operand(scope, "dict", 2)}.keys()`,
      ])();
      return loop(g, scope, indent, `for (const ${x} of ${from})`, x);
    },
  },
  {
    name: "for of assigns",
    weight: 0.3,
    nests: true,
    impure: true,
    make(g, scope, indent) {
      const x = g.unique("cur");
      return loop(g, scope, indent, `for (${x} of ${g.few(scope, "list")})`, x, {
        before: `${indent}let ${x} = "";\n`,
        declares: [variable(x, "text", true)],
      });
    },
  },
  {
    name: "for of growing",
    weight: 0.3,
    nests: true,
    impure: true,
    make(g, scope, indent) {
      // The list grows while it is read, up to a bound.
      const work = g.unique("todo");
      const x = g.unique("it");
      const first = `${indent}  if (${work}.length < 4) ${work}.push(${g.likelyCall(withVariables(scope, variable(x, "text")), "text", 1)});\n`;
      return loop(g, scope, indent, `for (const ${x} of ${work})`, x, {
        before: `${indent}const ${work} = [${g.expression(scope, "text", 1)}, "w"];\n`,
        first,
        declares: [variable(work, "list")],
      });
    },
  },
  {
    name: "for in",
    weight: 0.7,
    nests: true,
    make(g, scope, indent) {
      const x = g.unique("key");
      const from = g.random.pick([
        () => g.operand(scope, "record", 2),
        () => g.few(scope, "list"),
        () => `{ x: 1, [${g.expression(scope, "text", 1)}]: 2 }`,
      ])();
      return loop(g, scope, indent, `for (const ${x} in ${from})`, x);
    },
  },
  {
    name: "for",
    weight: 1.5,
    nests: true,
    make(g, scope, indent) {
      const i = g.unique("i");
      const { random } = g;
      const head = random.pick([
        () => `let ${i} = 0; ${i} < ${2 + random.below(2)}; ${i}++`,
        () => `let ${i} = 0; ${i} < Math.min(${g.likelyCall(scope, "number", 1)}, 3); ${i}++`,
        () => `let ${i} = 0, end = ${g.likelyCall(scope, "number", 1)}; ${i} < end && ${i} < 3; ${i} += 1`,
        () => `let ${i} = 2; ${i} >= 0; ${i}--`,
        () => `let ${i} = 0; ${i} < 3 && ${g.likelyCall(scope, "flag", 2)}; ${i}++`,
        () => `let ${i} = 0; ${i} < 3; ${i} += 1 + ${g.likelyCall(scope, "number", 1)}`,
      ])();
      return loop(g, scope, indent, `for (${head})`, undefined, { variables: [variable(i, "number")] });
    },
  },
  {
    name: "for without head",
    weight: 0.4,
    nests: true,
    make(g, scope, indent) {
      const i = g.unique("i");
      return loop(
        g,
        scope,
        indent,
        g.random.pick([`for (let ${i} = 0; ; ${i}++)`, `for (let ${i} = 0; ; )`]),
        undefined,
        {
          variables: [variable(i, "number")],
          first: `${indent}  if (++${i} > ${2 + g.random.below(2)}) break;\n`,
        },
      );
    },
  },
  {
    name: "while",
    weight: 1.3,
    nests: true,
    make(g, scope, indent) {
      const n = g.unique("round");
      const limit = 2 + g.random.below(2);
      const [head, first] = g.random.pick([
        () => [`while (${n} < ${limit} && ${g.likelyCall(scope, "flag")})`, `${n}++;`] as const,
        () => [`while (${n}++ < ${limit})`, ""] as const,
        () => ["while (true)", `if (++${n} > ${limit}) break;`] as const,
        () => [`while (${g.likelyCall(scope, "flag")} || ${n} < 2)`, `if (${n}++ >= ${limit}) break;`] as const,
      ])();
      return loop(g, scope, indent, head, undefined, {
        before: `${indent}let ${n} = 0;\n`,
        first: first ? `${indent}  ${first}\n` : "",
        variables: [variable(n, "number")],
        declares: [variable(n, "number", true)],
      });
    },
  },
  {
    name: "do while",
    weight: 0.8,
    nests: true,
    make(g, scope, indent) {
      const n = g.unique("round");
      const test = g.random.pick([
        () => `${n} < 2`,
        () => `${n} < 3 && ${g.likelyCall(scope, "flag")}`,
        () => `${g.likelyCall(scope, "flag")} && ${n} < 3`,
      ])();
      return loop(g, scope, indent, "do", undefined, {
        before: `${indent}let ${n} = 0;\n`,
        first: `${indent}  ${n}++;\n`,
        tail: ` while (${test});`,
        variables: [variable(n, "number")],
        declares: [variable(n, "number", true)],
      });
    },
  },
  {
    name: "work list",
    weight: 0.5,
    nests: true,
    impure: true,
    make(g, scope, indent) {
      const queue = g.unique("queue");
      const x = g.unique("job");
      const n = g.unique("round");
      const inner = withVariables(scope, variable(x, "text"));
      const again = g.random.chance(0.6)
        ? `${indent}  if (${g.expression(inner, "flag", 2)}) ${queue}.push(${g.likelyCall(inner, "text")});\n`
        : "";
      const take = g.random.pick(["shift", "pop"]);
      return loop(g, scope, indent, `while (${queue}.length > 0 && ${n}++ < 4)`, x, {
        before: `${indent}const ${queue} = ${g.few(scope, "list")};\n${indent}let ${n} = 0;\n`,
        first: `${indent}  const ${x} = ${queue}.${take}()!;\n${again}`,
        declares: [variable(queue, "list"), variable(n, "number", true)],
      });
    },
  },
  {
    name: "retry",
    weight: 0.6,
    nests: true,
    make(g, scope, indent) {
      // Asks until the answer is good, a bounded number of times.
      const answer = g.unique("answer");
      const i = g.unique("try");
      const known = withVariables(scope, variable(answer, "text"));
      return {
        text:
          `${indent}let ${answer} = ${g.likelyCall(scope, "text")};\n` +
          `${indent}for (let ${i} = 0; ${i} < 3; ${i}++) {\n` +
          `${indent}  if (${g.likelyCall(known, "flag")}) break;\n` +
          `${indent}  ${answer} = (${g.likelyCall(known, "text")}).slice(0, 30);\n${indent}}\n`,
        declares: [variable(answer, "text", true)],
      };
    },
  },
];
