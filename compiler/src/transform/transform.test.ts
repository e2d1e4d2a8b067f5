/** What the passes take away, and what they must leave. */
import { describe, expect, it } from "vitest";
import { compileBody } from "../../test/compileBody.js";

describe("forwardValues", () => {
  it("a value that is only handed on is no operation", () => {
    const { code } = compileBody("const x = this.a(q); const y = (x); return this.a(y);");
    expect(code).not.toContain("$.on(");
  });

  it("what waits for a write stays", () => {
    const { code } = compileBody("const list = this.lookup(q); xs.push(q); return [this.a(list[0]!), list];");
    expect(code).toMatch(/\$\.behind\(.*, \$\d+\)/);
  });
});

describe("mergeExits", () => {
  it("a branch whose arms return one variable does not decide what is returned", () => {
    const { code } = compileBody("if (this.a(q)) { console.log(q); return q; } return q;");
    expect(code).toMatch(/\$\.if\([^]*\nreturn q;/);
  });

  it("a branch in whose arms nothing is left goes, and the call in its test stays", () => {
    const { code } = compileBody("if (this.a(q)) return q; return q;");
    expect(code).not.toContain("$.if");
    expect(code).toContain("this.a, [q]");
  });

  it.each(["if (this.a(q)) throw q; return q;", "if (this.a(q)) return q; q = this.a(q); return q;"])(
    "%s waits for the test",
    (body) => {
      const { code } = compileBody(body);
      expect(code).toMatch(/return \$\.if\(/);
    },
  );
});

describe("removeDead", () => {
  it.each([
    ["a template of a string", "const unused = `see ${q}`;"],
    ["strings in a row", 'const unused = q + " and " + q;'],
    ["a comparison of results", 'const x = this.a(q); const unused = x === "yes";'],
    ["a literal with calls' results in it", "const x = this.a(q); const unused = [x, { x }];"],
    ["what only such a thing uses", "const first = `see ${q}`; const unused = `${first}!`;"],
  ])("%s that nobody uses goes", (_, statement) => {
    const { code } = compileBody(`${statement} return this.a(q);`);
    expect(code).not.toMatch(/\$\.(on|array|object)\(/);
    expect(code).toContain("this.a, [q]");
  });

  it.each([
    ["a member", "const unused = xs[0]!.length;"],
    ["a call", "const unused = q.repeat(-1);"],
    [
      "a template of something that may be a symbol",
      "const s: string | symbol = xs as never; const unused = `${s as string}`;",
    ],
    ["a sum of what may be a bigint", "const n: number | bigint = xs as never; const unused = (n as number) + 1;"],
    ["JSON", "const unused = JSON.parse(q);"],
  ])("%s stays, because it may throw", (_, statement) => {
    const { code } = compileBody(`${statement} return this.a(q);`);
    expect(code).toMatch(/\$\.(on|effect)\(/);
  });

  it("a module call stays, used or not", () => {
    const { code } = compileBody("this.a(q); const unused = this.embed(`see ${q}`); return q;");
    expect(code).toContain("this.a, [q]");
    expect(code).toContain("this.embed");
  });

  it("a test that is a constant takes its arm", () => {
    const { code, plan } = compileBody(
      "const debug = false; if (debug) { console.log(q); return this.a(`debug ${q}`); } return this.a(q);",
    );
    expect(code).not.toContain("$.if");
    expect(code).not.toContain("console");
    expect(plan.calls).toBe(1);
  });

  it("the arm that is taken keeps what it assigns", () => {
    const { code } = compileBody(
      "let x = q; if (true) { x = this.a(q); } else { x = this.embed(q); } return this.a(x);",
    );
    expect(code).not.toMatch(/\$\.(if|branch)/);
    expect(code).toMatch(/const (x\S*) = \$\.call\(\d+, this\.a, \[q\]\);\s+return \$\.call\(\d+, this\.a, \[\1\]\);/);
  });

  it("a constant in front of && is decided", () => {
    expect(compileBody("return true && this.a(q);").code).not.toContain("$.if");
    const { code, plan } = compileBody("const x = false && this.a(q); return [x, this.embed(q)];");
    expect(code).not.toContain("this.a");
    expect(plan.calls).toBe(1);
  });

  it("a test that is not known stays, and so does a loop that leaves", () => {
    expect(
      compileBody("let on = true; if (this.check(q)) on = false; if (on) return this.a(q); return q;").code,
    ).toContain("$.if");
    expect(compileBody("for (const x of xs) { if (true) return this.a(x); } return q;").code).toContain("$.exit(1");
  });
});

describe("shareCalls", () => {
  it("the same call of a deterministic module is made once", () => {
    const { code, plan, codes, call } = compileBody("const x = this.embed(q); const y = this.embed(q); return [x, y];");
    expect(code.match(/\$\.call/g)).toHaveLength(1);
    expect(code).toContain("[x, x]");
    expect(plan.calls).toBe(1);
    expect(codes).toEqual(["PLT2020"]);
    expect(call("x").shared).toHaveLength(1);
  });

  it("also for arguments that are the same text over the same values, and inside of what follows", () => {
    const { code } = compileBody(
      "const x = this.embed(`see ${q}`); if (this.check(q)) return this.embed(`see ${q}`); return xs.map((v) => this.embed(`see ${q}`) + v + x);",
    );
    expect(code.match(/this\.embed/g)).toHaveLength(1);
    expect(code.match(/`see/g)).toHaveLength(1);
  });

  it.each([
    ["other arguments", "const x = this.embed(q); const y = this.embed(`${q}!`); return [x, y];", 2],
    [
      "a variable of the same name with another value",
      "let v = q; const x = this.embed(`${v}!`); v = this.a(q); return [x, this.embed(`${v}!`)];",
      3,
    ],
    ["another module", "const x = this.embed(q); const y = this.search(q); return [x, y];", 2],
    ["modules that do not say so", "const x = this.careless(q); const y = this.careless(q); return [x, y];", 2],
    ["results that are objects", "const x = this.lookup(q); const y = this.lookup(q); return [x, y];", 2],
    ["calls in two arms", "if (this.check(q)) return this.embed(q); else return this.embed(q) + 1;", 3],
    [
      "a call that is made only on one way to the other",
      "let x = q; if (this.check(q)) x = this.embed(q); return [x, this.embed(q)];",
      3,
    ],
    [
      "a call in a `try`, for one behind it",
      "let x = q; try { x = this.embed(q); } catch { x = q; } return [x, this.embed(q)];",
      2,
    ],
  ])("%s: not shared", (_, body, calls) => {
    const { code, codes } = compileBody(body);
    expect(code.match(/\$\.call\(/g)).toHaveLength(calls);
    expect(codes).not.toContain("PLT2020");
  });
});
