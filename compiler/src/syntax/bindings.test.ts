/** Which declaration a name means, at the corners of JavaScript's scopes. */
import { expect, test } from "vitest";
import type { Bindings } from "./bindings.js";
import { resolveBindings } from "./resolveBindings.js";
import { parse } from "./parse.js";

function resolve(text: string): { bindings: Bindings; at: (part: string, occurrence?: number) => number } {
  const { program, errors } = parse("file.ts", text);
  expect(errors).toEqual([]);
  return {
    bindings: resolveBindings(program),
    at: (part, occurrence = 0) => {
      let found = -1;
      for (let i = 0; i <= occurrence; i++) found = text.indexOf(part, found + 1);
      expect(found).toBeGreaterThanOrEqual(0);
      return found;
    },
  };
}

/** In `text`, `@` marks the declaration that the name after `#` must mean; without `@`, none in the file. */
function check(marked: string): void {
  const wanted = marked.indexOf("@");
  const plain = marked.replace(/[@#]/g, "");
  const from = marked.indexOf("#");
  const start = from - (wanted !== -1 && wanted < from ? 1 : 0);
  const declared = wanted === -1 ? undefined : wanted - (from < wanted ? 1 : 0);
  const { bindings } = resolve(plain);
  const reference = bindings.at({ start });
  expect(reference, plain).toBeDefined();
  expect(reference?.binding?.start, plain).toBe(declared);
}

test.each([
  "const @x = 1; { const x = 2; } #x;",
  "const x = 1; { const @x = 2; { #x; } }",
  "const x = 1; function f(@x) { return #x; }",
  "const x = 1; function f(@x) { { return () => #x; } }",
  "const @x = 1; function f(y = #x) { var z = y; }",
  "function f() { { var @x = 1; } return #x; }",
  "function f() { if (a) { for (var @x of y) {} } return #x; }",
  "function f() { #g(); function @g() {} }",
  "const @x = 1; const o = { x: 2, y: #x };",
  "const @x = 1; const o = { [#x]: 2 };",
  "const @x = 1; const o = { #x };",
  "const @x = 1; o.x.y(#x);",
  "const { a: @x } = o; #x;",
  "const { a: { b: [, @x = 1] } } = o; #x;",
  "const { a, ...@x } = o; #x;",
  "const [p, ...@x] = o; #x;",
  "const x = 1; try {} catch (@x) { #x; }",
  "const x = 1; try {} catch ({ message: @x }) { #x; }",
  "const x = 1; try {} catch ({ @x, y = #x, [#x]: z }) {}",
  "const x = 1; for (const @x of y) { #x; }",
  "const @x = 1; for (const y of #x) {}",
  "let x; for (let @x = 0; #x < 1; x++) {}",
  "const x = 1; switch (y) { case 1: let @x = 2; break; default: #x; }",
  "const f = function @g() { return #g; };",
  "const C = class @D { m() { return #D; } };",
  "class @C { static x = #C; }",
  "class A { m(@x) { return class { n() { return #x; } }; } }",
  "import { y as @x } from 'm'; #x;",
  "import @x from 'm'; #x;",
  "import * as @x from 'm'; #x;",
  "import type { x } from 'm'; #x;",
  "export const @x = 1; export { #x as y };",
  "label: for (;;) { break label; } #label;",
  "const x: x2 = 1; type x2 = number; #x2;",
  "const @x = 1; [#x] = [1];",
  "let @x; ({ a: #x } = o);",
  "let @x; ({ a: (#x) } = o);",
  "let @x; (#x as any) = 1;",
  "const @größe = 1; #größe;",
  "const { a: @x = 1, b = #x } = o;",
  "({ m(@x) { return #x; } });",
  "({ set x(@v) { #v; } });",
  "enum E { A } #A;",
])("%s", (text) => check(text));

test("writes are told from reads", () => {
  const { bindings, at } = resolve("let x = 1; x; x = 2; x += 1; x++; [x] = [1]; for (x of y) {} (() => { x = 3; });");
  const binding = bindings.at({ start: at("x;") })?.binding;
  expect(binding?.writes.length).toBe(6);
  expect(binding?.references.length).toBe(7);
});

test("declared twice by var is one binding; a nested let is another", () => {
  const { bindings } = resolve("function f() { var x = 1; var x = 2; { let x = 3; } return x; }");
  expect(bindings.declared.size).toBe(3); // f, x, the inner x
});

test("a range gives its own references only", () => {
  const { bindings, at } = resolve("const a = 1; const b = a + a; const c = b;");
  expect(bindings.in(at("a + a"), at("; const c")).map((r) => r.name)).toEqual(["a", "a"]);
});
