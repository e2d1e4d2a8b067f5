import { describe, expect, test } from "vitest";
import { branch, effect, hostile, map, nested, regions } from "../../../tests/cli/samplePlans.js";
import { mermaidText, renderMermaid } from "./renderMermaid.js";

describe("renderMermaid", () => {
  test("branch", () => {
    expect(`\n${renderMermaid(branch)}\n`).toMatchInlineSnapshot(`
      "
      %% Sample.forward(doc)
      %% 5 calls · 4 levels · critical path language → translated → checked → answer
      flowchart TD
        n0(["doc"])
        n1["language<br/>detect · fast"]
        subgraph g2[" "]
          n2{"if language #33;== #34;en#34;"}
          subgraph g2_then["then"]
            n3["translated<br/>translate · smart"]
            n4["checked<br/>check · fast"]
          end
          subgraph g2_else["else"]
            n5["cleaned<br/>clean · fast"]
          end
        end
        n6["answer<br/>answerer · smart"]
        n7(["return"])
        n0 --> n1
        n1 --> n2
        n0 --> n3
        n3 --> n4
        n0 --> n5
        g2 --> n6
        n0 --> n6
        n6 --> n7
        classDef critical stroke-width:3px,font-weight:bold
        class n1,n3,n4,n6 critical
        linkStyle 1,3,5,7 stroke-width:3px
      "
    `);
  });
  test("map", () => {
    expect(`\n${renderMermaid(map)}\n`).toMatchInlineSnapshot(`
      "
      %% Sample.forward(doc)
      %% 3 calls · 3 levels · critical path note → score → report
      flowchart TD
        n0(["docs"])
        subgraph g1["notes<br/>each: docs.map"]
          n2["note<br/>summarize · fast"]
          n3["score<br/>rate · fast"]
        end
        n4["report<br/>write · smart"]
        n5(["return"])
        n0 --> g1
        n2 --> n3
        g1 --> n4
        n4 --> n5
        classDef critical stroke-width:3px,font-weight:bold
        class n2,n3,n4 critical
        linkStyle 1,2,3 stroke-width:3px
      "
    `);
  });
  test("effects", () => {
    expect(`\n${renderMermaid(effect)}\n`).toMatchInlineSnapshot(`
      "
      %% Sample.forward(doc)
      %% 2 calls · 1 level
      flowchart TD
        n0(["doc"])
        n1["summary<br/>summarize · fast"]
        n2[/"console.log(summary)"/]
        n3["title<br/>headline · fast"]
        n4[/"this.save(title)"/]
        n5(["return"])
        n0 --> n1
        n1 --> n2
        n0 --> n3
        n3 --> n4
        n2 -.->|"order"| n4
        n3 --> n5
        n1 --> n5
        classDef critical stroke-width:3px,font-weight:bold
      "
    `);
  });
  test("groups in groups", () => {
    expect(`\n${renderMermaid(nested)}\n`).toMatchInlineSnapshot(`
      "
      %% Sample.forward(doc)
      %% 5 calls · 4 levels · critical path plan → draft → shorter → book
      flowchart TD
        n0(["chapters"])
        n1("outline")
        n2["plan<br/>planner · smart"]
        subgraph g3["sections<br/>each: chapters.map"]
          n4["draft<br/>write · fast"]
          subgraph g5[" "]
            n5{"if draft.length #62; 500"}
            subgraph g5_then["then"]
              n6["shorter<br/>shorten · fast"]
            end
          end
        end
        n7["style<br/>guide · smart"]
        n8["book<br/>editor · smart"]
        n9[/"log(book)"/]
        n10(["return"])
        n0 --> n1
        n1 --> n2
        n2 --> g3
        n0 --> g3
        n4 --> n5
        n4 --> n6
        n1 --> n7
        g3 --> n8
        n7 --> n8
        n8 --> n9
        n8 --> n10
        classDef critical stroke-width:3px,font-weight:bold
        class n2,n4,n6,n8 critical
        linkStyle 2,4,5,7,10 stroke-width:3px
      "
    `);
  });
  test("hostile text", () => {
    expect(`\n${renderMermaid(hostile)}\n`).toMatchInlineSnapshot(`
      "
      %% Sample.forward(doc)
      %% 1 call · 1 level
      flowchart TD
        n0(["a#34;b"])
        n1["x#91;#34;#93; --#62; evil<br/>m#91;#34;k#34;#93;(#96;q#96;) · #60;b#62;#35;1#60;/b#62;#59;"]
        n2("#125; subgraph #91;31m#92;")
        n3(["return"])
        n0 --> n1
        n1 --> n2
        n2 --> n3
        classDef critical stroke-width:3px,font-weight:bold
      "
    `);
  });
  test("no text can leave its quotes", () => {
    expect(mermaidText('a"]; end\n`x`<script>&#;')).toBe("a#34;#93;#59; end #96;x#96;#60;script#62;#38;#35;#59;");
  });

  test("the parts of a try are named", () => {
    const text = renderMermaid(regions);
    for (const part of ["body", "catch", "finally"]) expect(text).toMatch(new RegExp(`["[]"?${part}`));
    for (const label of ["draft", "first", "second", "answer"]) expect(text).toContain(label);
  });
});
