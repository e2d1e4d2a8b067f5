import { describe, expect, test } from "vitest";
import { branch, hostile, map, regions } from "../../../tests/cli/samplePlans.js";
import { dotText, renderDot } from "./renderDot.js";

describe("renderDot", () => {
  test("branch", () => {
    expect(`\n${renderDot(branch)}\n`).toMatchInlineSnapshot(`
      "
      digraph "Sample.forward" {
        label="Sample.forward(doc)\\n5 calls · 4 levels · critical path language → translated → checked → answer"; labelloc=t; compound=true; rankdir=TB;
        node [shape=box, fontname="sans-serif"]; edge [color="#555555"];
        n0 [label="doc", shape=plaintext];
        n1 [label="language\\ndetect · fast", penwidth=2.5];
        subgraph cluster_2 {
          style=rounded; label="";
          n2 [label="if language !== \\"en\\"", shape=diamond];
          subgraph cluster_2_then {
            label="then"; style=rounded;
            n3 [label="translated\\ntranslate · smart", penwidth=2.5];
            n4 [label="checked\\ncheck · fast", penwidth=2.5];
          }
          subgraph cluster_2_else {
            label="else"; style=rounded;
            n5 [label="cleaned\\nclean · fast"];
          }
        }
        n6 [label="answer\\nanswerer · smart", penwidth=2.5];
        n7 [label="return", shape=plaintext];
        n0 -> n1 [style=solid, tooltip="\`doc\` is used"];
        n1 -> n2 [style=solid, tooltip="\`language\` is used", lhead=cluster_2, penwidth=2.5];
        n0 -> n3 [style=solid, tooltip="\`doc\` is used"];
        n3 -> n4 [style=solid, tooltip="\`translated\` is used", penwidth=2.5];
        n0 -> n5 [style=solid, tooltip="\`doc\` is used"];
        n2 -> n6 [style=solid, tooltip="\`language !== \\"en\\"\` is used", ltail=cluster_2, penwidth=2.5];
        n0 -> n6 [style=solid, tooltip="\`doc\` is used"];
        n6 -> n7 [style=solid, tooltip="\`answer\` is used", penwidth=2.5];
      }
      "
    `);
  });
  test("map", () => {
    expect(`\n${renderDot(map)}\n`).toMatchInlineSnapshot(`
      "
      digraph "Sample.forward" {
        label="Sample.forward(doc)\\n3 calls · 3 levels · critical path note → score → report"; labelloc=t; compound=true; rankdir=TB;
        node [shape=box, fontname="sans-serif"]; edge [color="#555555"];
        n0 [label="docs", shape=plaintext];
        subgraph cluster_1 {
          style=rounded; label="";
          n1 [label="notes\\neach: docs.map", shape=plaintext];
          n2 [label="note\\nsummarize · fast", penwidth=2.5];
          n3 [label="score\\nrate · fast", penwidth=2.5];
        }
        n4 [label="report\\nwrite · smart", penwidth=2.5];
        n5 [label="return", shape=plaintext];
        n0 -> n1 [style=solid, tooltip="\`docs\` is used", lhead=cluster_1];
        n2 -> n3 [style=solid, tooltip="\`note\` is used", penwidth=2.5];
        n1 -> n4 [style=solid, tooltip="\`notes\` is used", ltail=cluster_1, penwidth=2.5];
        n4 -> n5 [style=solid, tooltip="\`report\` is used", penwidth=2.5];
      }
      "
    `);
  });
  test("hostile text", () => {
    expect(`\n${renderDot(hostile)}\n`).toMatchInlineSnapshot(`
      "
      digraph "Sample.forward" {
        label="Sample.forward(doc)\\n1 call · 1 level"; labelloc=t; compound=true; rankdir=TB;
        node [shape=box, fontname="sans-serif"]; edge [color="#555555"];
        n0 [label="a\\"b", shape=plaintext];
        n1 [label="x[\\"] --> evil\\nm[\\"k\\"](\`q\`) · <b>#1</b>;"];
        n2 [label="} subgraph [31m\\\\", shape=plaintext];
        n3 [label="return", shape=plaintext];
        n0 -> n1 [style=solid, tooltip="\`a\\"b\` is used"];
        n1 -> n2 [style=solid, tooltip="\`x[\\"] --> evil\` is used"];
        n2 -> n3 [style=solid, tooltip="\`} subgraph [31m\\\\\` is used"];
      }
      "
    `);
  });
  test("no text can leave its quotes", () => {
    expect(dotText('a"b\\', "x\ny")).toBe(String.raw`"a\"b\\\nx y"`);
  });

  test("the parts of a try are named", () => {
    const text = renderDot(regions);
    for (const part of ["body", "catch", "finally"]) expect(text).toMatch(new RegExp(`["[]"?${part}`));
    for (const label of ["draft", "first", "second", "answer"]) expect(text).toContain(label);
  });
});
