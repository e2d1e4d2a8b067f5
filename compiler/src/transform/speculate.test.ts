/** Which calls start early, from where, and what the plan says of them. */
import { describe, expect, it } from "vitest";
import { compileBody } from "../../test/compileBody.js";

const lines = (code: string): string[] => code.split("\n").map((line) => line.trim());
/** Whether a line with `first` stands before one with `second`. */
function comesBefore(code: string, first: string, second: string): boolean {
  const all = lines(code);
  const at = all.findIndex((line) => line.includes(first));
  const other = all.findIndex((line) => line.includes(second));
  expect([at, other]).not.toContain(-1);
  return at < other;
}

describe("a call behind a test", () => {
  it("starts before it, is used in its place and dropped elsewhere", () => {
    const { code, codes } = compileBody(
      "let x = q; if (this.check(q)) { x = speculate(this.search(q)); } return this.a(x);",
    );
    expect(codes).toEqual([]);
    expect(comesBefore(code, "$.ahead(1, this.search, [q])", "$.branch(")).toBe(true);
    expect(code.match(/\$\.use\(/g)).toHaveLength(1);
    expect(code.match(/\$\.drop\(/g)).toHaveLength(1);
  });

  it("behind an early return, awaited or not", () => {
    for (const call of ["speculate(this.search(q))", "speculate(this.search.forward(q))"]) {
      const { code } = compileBody(`if (!this.check(q)) return "no"; return ${call};`);
      expect(comesBefore(code, "$.ahead(", "$.if(")).toBe(true);
    }
  });

  it("two tests: both are overtaken, and each says where it is not wanted", () => {
    const { code, call } = compileBody(
      'let x = q; if (this.check(q)) { if (this.check(q + "!")) x = speculate(this.search(q)); } return x;',
    );
    expect(comesBefore(code, "$.ahead(", "$.branch(")).toBe(true);
    expect(code.match(/\$\.drop\(/g)).toHaveLength(2);
    expect(call("x")).toMatchObject({ level: 0, speculative: { extraCalls: 1, savedLevels: 2 } });
    expect(call("x").speculative?.tests).toHaveLength(2);
  });

  it("the plan waits for no test, and says what it saves", () => {
    const { plan, call } = compileBody(
      "const c = this.a(q); if (c) { const s = speculate(this.search(q)); return s; } return c;",
    );
    const s = call("s");
    expect(s.speculative).toMatchObject({ extraCalls: 1, savedLevels: 1 });
    expect(plan.edges.filter((e) => e.to === s.id && e.kind === "guard")).toEqual([]);
    expect(s.parent).toBeDefined();
  });
});

describe("arguments", () => {
  it("are computed with it where that cannot throw", () => {
    const { code } = compileBody(
      "if (this.check(q)) { const s = `look for ${q}`; return speculate(this.search(s)); } return q;",
    );
    expect(comesBefore(code, "$.ahead(", "$.if(")).toBe(true);
    expect(comesBefore(code, "look for", "$.if(")).toBe(true);
  });

  it("that may throw, or that a test makes safe, keep it behind the test", () => {
    for (const argument of ["xs[0]!.trim()", "JSON.stringify(xs)", "String(q.length)"]) {
      const { code, codes } = compileBody(`if (this.check(q)) return speculate(this.search(${argument})); return q;`);
      expect(code).not.toContain("$.ahead(");
      expect(codes).not.toContain("PLT3010");
    }
  });

  it("a result that is only there behind one test is overtaken by the others", () => {
    const { code, call } = compileBody(
      "if (this.check(q)) { const found = this.a(q); if (this.check(found)) { const s = speculate(this.search(found)); return s; } } return q;",
    );
    expect(comesBefore(code, "$.if(", "$.ahead(")).toBe(true);
    expect(call("s").speculative?.tests).toHaveLength(1);
    expect(call("s").level).toBe(2);
  });
});

describe("where it stays", () => {
  it("in its round of a loop", () => {
    const { code } = compileBody(
      "const out: string[] = []; for (const x of xs) { if (this.check(x)) out.push(speculate(this.search(q))); } return out;",
    );
    expect(comesBefore(code, "$.each(", "$.ahead(")).toBe(true);
  });

  it("in its callback, and in its `try`", () => {
    const map = compileBody('return xs.map((x) => (this.check(x) ? speculate(this.search(q)) : ""));');
    expect(map.code).toMatch(/\$\.map\([^\n]*\$\.ahead\(|\$\.map\([^\n]*\n[^]*\$\.ahead\(/);
    const attempt = compileBody(
      'if (this.check(q)) { try { if (this.check("x")) return speculate(this.search(q)); } catch { return "no"; } } return q;',
    );
    expect(comesBefore(attempt.code, "$.try(", "$.ahead(")).toBe(true);
  });

  it("where nothing is in front of it", () => {
    expect(compileBody("return speculate(this.search(q));").code).toContain("$.call(0, this.search, [q])");
  });

  it("where its class does not say that it may: with a warning", () => {
    const { code, codes, messages } = compileBody("if (this.check(q)) return speculate(this.careless(q)); return q;");
    expect(code).not.toContain("$.ahead(");
    expect(codes).toEqual(["PLT3010"]);
    expect(messages[0]).toContain("`Careless` is not declared `static idempotent = true`");
  });
});

it("effects before its place do not wait for it, those after it do", () => {
  const { plan, call } = compileBody(
    'console.log("first"); if (this.check(q)) { console.log("in"); const s = speculate(this.search(q)); console.log("after"); return s; } return q;',
  );
  const effects = plan.nodes.filter((n) => n.kind === "effect").map((n) => n.id);
  const waits = effects.map((id) => plan.edges.some((e) => e.from === call("s").id && e.to === id));
  expect(waits).toEqual([false, false, true]);
});
