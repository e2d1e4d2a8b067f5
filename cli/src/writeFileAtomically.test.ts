import { mkdtempSync, readdirSync, readFileSync, rmSync, mkdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeFileAtomically } from "./writeFileAtomically.js";

const folder = mkdtempSync(path.join(tmpdir(), "plaitc-write-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("creates folders and replaces files", () => {
  const file = path.join(folder, "a", "b.txt");
  writeFileAtomically(file, "one");
  writeFileAtomically(file, "two");
  expect(readFileSync(file, "utf8")).toBe("two");
  expect(readdirSync(path.dirname(file))).toEqual(["b.txt"]);
});

test("leaves a file alone that holds the text already, and no other of its size", () => {
  const file = path.join(folder, "a", "b.txt");
  writeFileAtomically(file, "äb");
  const { ino } = statSync(file);
  writeFileAtomically(file, "äb");
  expect(statSync(file).ino).toBe(ino);
  writeFileAtomically(file, "äc");
  expect(readFileSync(file, "utf8")).toBe("äc");
});

test("leaves nothing behind when it fails", () => {
  mkdirSync(path.join(folder, "taken", "inside"), { recursive: true });
  expect(() => writeFileAtomically(path.join(folder, "taken"), "text")).toThrow();
  expect(readdirSync(folder).sort()).toEqual(["a", "taken"]);
});
