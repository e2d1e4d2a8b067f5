import { describe, expect, test } from "vitest";
import {
  branch,
  chain,
  diamond,
  effect,
  fan,
  hostile,
  map,
  nested,
  regions,
  sampleMethod,
  samplePlan,
  wide,
} from "../../../tests/cli/samplePlans.js";
import { displayWidth } from "./displayText.js";
import { renderTerminal, type TerminalOptions } from "./renderTerminal.js";
import type { ModulePlan } from "plait/internal";

const draw = (plan: ModulePlan, options?: TerminalOptions): string => `\n${renderTerminal(plan, options)}\n`;

describe("renderTerminal", () => {
  test("chain", () => {
    expect(draw(chain)).toMatchInlineSnapshot(`
      "
      Sample.forward(doc)  src/sample.ts:2
      3 calls · 3 levels · critical path facts → draft → polished

               doc
                │
      ┏━━━━━━━━━▼━━━━━━━━┓
      ┃ facts            ┃
      ┃ extractor · fast ┃
      ┗━━━━━━━━━┳━━━━━━━━┛
                ┃
       ┏━━━━━━━━▼━━━━━━━┓
       ┃ draft          ┃
       ┃ writer · smart ┃
       ┗━━━━━━━━┳━━━━━━━┛
                ┃
       ┏━━━━━━━━▼━━━━━━━┓
       ┃ polished       ┃
       ┃ editor · smart ┃
       ┗━━━━━━━━┳━━━━━━━┛
                ┃
             return

      ━━ critical path
      "
    `);
  });
  test("fan-out and fan-in", () => {
    expect(draw(fan)).toMatchInlineSnapshot(`
      "
      Sample.forward(doc1, doc2)  src/sample.ts:2
      3 calls · 2 levels · critical path facts1 → comparer

              doc1                  doc2
                │                     │
      ┏━━━━━━━━━▼━━━━━━━━┓  ┌─────────▼────────┐
      ┃ facts1           ┃  │ facts2           │
      ┃ extractor · fast ┃  │ extractor · fast │
      ┗━━━━━━━━━┳━━━━━━━━┛  └─────────┬────────┘
                ┗━━━━━━┱──────────────┘
                 ┏━━━━━▼━━━━┓
                 ┃ comparer ┃
                 ┃ smart    ┃
                 ┗━━━━━┳━━━━┛
                       ┃
                    return

      ━━ critical path
      "
    `);
  });
  test("diamond with a long edge and code between calls", () => {
    expect(draw(diamond)).toMatchInlineSnapshot(`
      "
      Sample.forward(doc)  src/sample.ts:2
      4 calls · 3 levels · critical path facts → pros → verdict

                             doc
                              │
                    ┏━━━━━━━━━▼━━━━━━━━┓
                    ┃ facts            ┃
                    ┃ extractor · fast ┃
                    ┗━━━━━━━━━┳━━━━━━━━┛
              ┏━━━━━━━━━━━━━━━╃─────────────┐
      ┏━━━━━━━▼━━━━━━━┓  ┌────▼──────────┐  │
      ┃ pros          ┃  │ cons          │  │
      ┃ argue · smart ┃  │ argue · smart │  │
      ┗━━━━━━━┳━━━━━━━┛  └───────┬───────┘  │
              ┗━━━━━━━━━━━━━━━┱──┴──────────┘
                           prompt
                              ┃
                      ┏━━━━━━━▼━━━━━━━┓
                      ┃ verdict       ┃
                      ┃ judge · smart ┃
                      ┗━━━━━━━┳━━━━━━━┛
                              ┃
                           return

      ━━ critical path
      "
    `);
  });
  test("branch", () => {
    expect(draw(branch)).toMatchInlineSnapshot(`
      "
      Sample.forward(doc)  src/sample.ts:2
      5 calls · 4 levels · critical path language → translated → checked → answer

                              doc
                               │
                       ┏━━━━━━━▼━━━━━━━┓
                       ┃ language      ┃
                       ┃ detect · fast ┃
                       ┗━━━━━━━┳━━━━━━━┛
                               ┃
      ╭────────────────────────▼────────────────────────╮
      │ if language !== "en"                            │
      │ ╭───────────────────────╮  ╭──────────────────╮ │
      │ │ then                  │  │ else             │ │
      │ │ ┏━━━━━━━━━━━━━━━━━━━┓ │  │ ┌──────────────┐ │ │
      │ │ ┃ translated        ┃ │  │ │ cleaned      │ │ │
      │ │ ┃ translate · smart ┃ │  │ │ clean · fast │ │ │
      │ │ ┗━━━━━━━━━┳━━━━━━━━━┛ │  │ └──────────────┘ │ │
      │ │           ┃           │  ╰──────────────────╯ │
      │ │   ┏━━━━━━━▼━━━━━━┓    │                       │
      │ │   ┃ checked      ┃    │                       │
      │ │   ┃ check · fast ┃    │                       │
      │ │   ┗━━━━━━━━━━━━━━┛    │                       │
      │ ╰───────────────────────╯                       │
      ╰────────────────────────┰────────────────────────╯
                               ┃
                     ┏━━━━━━━━━▼━━━━━━━━┓
                     ┃ answer           ┃
                     ┃ answerer · smart ┃
                     ┗━━━━━━━━━┳━━━━━━━━┛
                               ┃
                            return

      ━━ critical path
      "
    `);
  });
  test("loop, try, switch, function", () => {
    expect(draw(regions)).toMatchInlineSnapshot(`
      "
      Sample.forward(doc)  src/sample.ts:2
      7 calls · 3 levels · critical path draft → first → a

                                          doc
                                           │
                            ╭──────────────▼──────────────╮               ╭─────────────────────╮
                            │ for (let i = 0; i < 3; i++) │               │ function ask        │
                            │     ┏━━━━━━━━━━━━━━━━┓      │               │ ┌─────────────────┐ │
                            │     ┃ draft          ┃      │               │ │ answer          │ │
                            │     ┃ writer · smart ┃      │               │ │ answerer · fast │ │
                            │     ┗━━━━━━━━━━━━━━━━┛      │               │ └─────────────────┘ │
                            ╰──────────────┰──────────────╯               ╰─────────────────────╯
                                           ┃
      ╭─────────────────────────────────╮  ┃
      │ topics.find · one after another │  ┃
      │            ┌──────┐             │  ┃
      │            │ ok   │             │  ┃
      │            │ fast │             │  ┃
      │            └──────┘             │  ┃
      ╰─────────────────────────────────╯  ┃
                                           ┃
                              ╭────────────▼────────────╮
                              │ try                     │
                              │ ╭─────────────────────╮ │
                              │ │ body                │ │
                              │ │ ┏━━━━━━━━━━━━━━━━━┓ │ │
                              │ │ ┃ first           ┃ │ │
                              │ │ ┃ primary · smart ┃ │ │
                              │ │ ┗━━━━━━━━━━━━━━━━━┛ │ │
                              │ ╰─────────────────────╯ │
                              │ ╭───────────────────╮   │
                              │ │ catch             │   │
                              │ │ ┌───────────────┐ │   │
                              │ │ │ second        │ │   │
                              │ │ │ backup · fast │ │   │
                              │ │ └───────────────┘ │   │
                              │ ╰───────────────────╯   │
                              │ ╭─────────────╮         │
                              │ │ finally     │         │
                              │ │ console.log │         │
                              │ ╰─────────────╯         │
                              ╰────────────┰────────────╯
                                           ┃
                            ╭──────────────▼─────────────╮
                            │ switch                     │
                            │ ╭──────────╮  ╭──────────╮ │
                            │ │ case "a" │  │ default  │ │
                            │ │ ┏━━━━━━┓ │  │ ┌──────┐ │ │
                            │ │ ┃ a    ┃ │  │ │ b    │ │ │
                            │ │ ┃ fast ┃ │  │ │ fast │ │ │
                            │ │ ┗━━━━━━┛ │  │ └──────┘ │ │
                            │ ╰──────────╯  ╰──────────╯ │
                            ╰──────────────┰─────────────╯
                                           ┃
                                        return

      ━━ critical path
      "
    `);
  });
  test("map", () => {
    expect(draw(map)).toMatchInlineSnapshot(`
      "
      Sample.forward(doc)  src/sample.ts:2
      3 calls · 3 levels · critical path note → score → report

                 docs
                   │
      ╭────────────▼───────────╮
      │ notes · each: docs.map │
      │  ┏━━━━━━━━━━━━━━━━━━┓  │
      │  ┃ note             ┃  │
      │  ┃ summarize · fast ┃  │
      │  ┗━━━━━━━━━┳━━━━━━━━┛  │
      │            ┃           │
      │     ┏━━━━━━▼━━━━━━┓    │
      │     ┃ score       ┃    │
      │     ┃ rate · fast ┃    │
      │     ┗━━━━━━━━━━━━━┛    │
      ╰────────────┰───────────╯
                   ┃
           ┏━━━━━━━▼━━━━━━━┓
           ┃ report        ┃
           ┃ write · smart ┃
           ┗━━━━━━━┳━━━━━━━┛
                   ┃
                return

      ━━ critical path
      "
    `);
  });
  test("effects keep their order", () => {
    expect(draw(effect)).toMatchInlineSnapshot(`
      "
      Sample.forward(doc)  src/sample.ts:2
      2 calls · 1 level

                           doc
                 ┌──────────┴─────────┐
       ┌─────────▼────────┐  ┌────────▼────────┐
       │ summary          │  │ title           │
       │ summarize · fast │  │ headline · fast │
       └─────────┬────────┘  └────────┬────────┘
                 │             ┌────┬─┘
                ┌┴─────────────┤    │
      console.log(summary)  return  │
                ╎            ┌──────┘
                └╌╌╌╌╌╌╌╌╌╌╌╌┤
                     this.save(title)

      ╌╌ keeps the order
      "
    `);
  });
  test("groups in groups", () => {
    expect(draw(nested)).toMatchInlineSnapshot(`
      "
      Sample.forward(doc)  src/sample.ts:2
      5 calls · 4 levels · critical path plan → draft → shorter → book

                              chapters
                                  │
                               outline
                        ┌─────────┴─────────┐
               ┏━━━━━━━━▼━━━━━━━━┓  ┌───────▼───────┐
               ┃ plan            ┃  │ style         │
               ┃ planner · smart ┃  │ guide · smart │
               ┗━━━━━━━━┳━━━━━━━━┛  └───────┬───────┘
                        ┃                   │
      ╭─────────────────▼────────────────╮  │
      │ sections · each: chapters.map    │  │
      │         ┏━━━━━━━━━━━━━━┓         │  │
      │         ┃ draft        ┃         │  │
      │         ┃ write · fast ┃         │  │
      │         ┗━━━━━━━┳━━━━━━┛         │  │
      │                 ┃                │  │
      │ ╭───────────────▼──────────────╮ │  │
      │ │ if draft.length > 500 · then │ │  │
      │ │      ┏━━━━━━━━━━━━━━━━┓      │ │  │
      │ │      ┃ shorter        ┃      │ │  │
      │ │      ┃ shorten · fast ┃      │ │  │
      │ │      ┗━━━━━━━━━━━━━━━━┛      │ │  │
      │ ╰──────────────────────────────╯ │  │
      ╰─────────────────┰────────────────╯  │
                        ┗━━━━━━━━━┱─────────┘
                         ┏━━━━━━━━▼━━━━━━━┓
                         ┃ book           ┃
                         ┃ editor · smart ┃
                         ┗━━━━━━━━┳━━━━━━━┛
                           ┌──────┺━━┓
                       log(book)  return

      ━━ critical path
      "
    `);
  });
  test("a level too wide for the terminal is stacked", () => {
    expect(draw(wide)).toMatchInlineSnapshot(`
      "
      Sample.forward(doc)  src/sample.ts:2
      10 calls · 3 levels · critical path aspect0 → merged → checked

                          doc
               ┌───────────┤
      ┏━━━━━━━━▼━━━━━━━┓  ┌▼────────────────────────┐
      ┃ aspect0        ┃  │ aspect1  analyze · fast │
      ┃ analyze · fast ┃  │ aspect2  analyze · fast │
      ┗━━━━━━━━┳━━━━━━━┛  │ aspect3  analyze · fast │
               ┃          │ aspect4  analyze · fast │
               ┃          │ aspect5  analyze · fast │
               ┃          │ aspect6  analyze · fast │
               ┃          │ aspect7  analyze · fast │
               ┃          └────────────┬────────────┘
             ┌─┺━━━━━┓     ┌───────────┘
             │  ┏━━━━▼━━━━━▼━━━━┓
             │  ┃ merged        ┃
             │  ┃ merge · smart ┃
             │  ┗━━━━━━━┳━━━━━━━┛
             └────┲━━━━━┛
          ┏━━━━━━━▼━━━━━━┓
          ┃ checked      ┃
          ┃ check · fast ┃
          ┗━━━━━━━┳━━━━━━┛
                  ┃
               return

      ━━ critical path
      "
    `);
  });
  test("ASCII", () => {
    expect(draw(diamond, { ascii: true })).toMatchInlineSnapshot(`
      "
      Sample.forward(doc)  src/sample.ts:2
      4 calls - 3 levels - critical path facts -> pros -> verdict

                             doc
                              |
                    +=========v========+
                    | * facts          |
                    | extractor - fast |
                    +=========+========+
              +===============+-------------+
      +=======v=======+  +----v----------+  |
      | * pros        |  | cons          |  |
      | argue - smart |  | argue - smart |  |
      +=======+=======+  +-------+-------+  |
              +===============+--+----------+
                           prompt
                              |
                      +=======v=======+
                      | * verdict     |
                      | judge - smart |
                      +=======+=======+
                              |
                           return

      * === critical path
      "
    `);
  });

  test("every method of a class is drawn", () => {
    const plan = structuredClone(chain);
    plan.methods["helper"] = sampleMethod("helper", ["x"], [{ label: "x", kind: "input" }]);
    expect(renderTerminal(plan)).toContain("Sample.helper(x)");
  });

  test("an empty method is drawn", () => {
    expect(renderTerminal(samplePlan([]))).toContain("0 calls");
  });

  test("control characters and newlines of labels do not reach the terminal", () => {
    const text = renderTerminal(hostile);
    expect(text).not.toContain("\u001B");
    expect(text).toContain('x["] --> evil');
  });

  test("without colour no escape codes, with colour the same text", () => {
    const plain = renderTerminal(nested);
    const colored = renderTerminal(nested, { color: true });
    expect(plain).not.toContain("\u001B");
    expect(colored).toContain("\u001B[1;33m");
    // oxlint-disable-next-line no-control-regex
    expect(colored.replace(/\u001B\[[\d;]*m/g, "")).toBe(plain);
  });

  test("ASCII is ASCII, also with wide characters in labels", () => {
    const plan = samplePlan([{ label: "要約🎉", callee: "this.é" }]);
    expect(renderTerminal(plan, { ascii: true })).toMatch(/^[\x20-\x7E\n]*$/);
    const widths = renderTerminal(plan).split("\n").slice(3).map(displayWidth);
    expect(new Set(widths).size).toBe(1);
  });

  test("stays within the columns", () => {
    const many = samplePlan([
      { label: "doc", kind: "input" },
      ...Array.from({ length: 12 }, (_, i) => ({
        label: `step${i}`,
        after: i < 6 ? ["doc"] : [`step${i - 6}`, `step${(i * 5) % 6}`],
      })),
    ]);
    for (const plan of [many, wide, nested, branch]) {
      const widest = Math.max(...renderTerminal(plan, { columns: 80 }).split("\n").slice(2).map(displayWidth));
      expect(widest).toBeLessThanOrEqual(80);
    }
  });
});
