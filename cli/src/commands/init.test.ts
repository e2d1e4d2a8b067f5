import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseCommandLine } from "../command.js";
import type { Terminal } from "../terminal.js";
import { init, packageName, templateFiles } from "./init.js";

let folder = "";
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), "plaitc-init-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const terminal = (): Terminal & { printed: string[] } => {
  const printed: string[] = [];
  return {
    printed,
    out: (text) => printed.push(text),
    err: (text) => printed.push(text),
    cwd: folder,
    color: false,
    interactive: false,
    columns: 100,
  };
};

test("writes a project named after its folder", async () => {
  const screen = terminal();
  expect(await init.run(parseCommandLine(init, ["My App"]), screen)).toBe(0);
  const root = path.join(folder, "My App");
  const names = [".gitignore", "README.md", "package.json", "src/main.ts", "src/pipeline.ts", "tsconfig.json"];
  expect([...templateFiles("x").keys()]).toEqual(names);
  for (const name of names) expect(readFileSync(path.join(root, name), "utf8")).not.toContain("{{");
  expect(JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"))).toMatchObject({
    name: "my-app",
    private: true,
  });
  expect(screen.printed.join("\n")).toContain("  cd My App");
});

test("overwrites nothing, and says what is in the way", async () => {
  writeFileSync(path.join(folder, "tsconfig.json"), "mine");
  await expect(init.run(parseCommandLine(init, []), terminal())).rejects.toThrow(
    /already has tsconfig\.json\. Choose a new directory/,
  );
  expect(readFileSync(path.join(folder, "tsconfig.json"), "utf8")).toBe("mine");
  expect(existsSync(path.join(folder, "package.json"))).toBe(false);
});

test("packageName", () => {
  expect(packageName("Mein Projekt!")).toBe("mein-projekt");
  expect(packageName("..")).toBe("pipeline");
});
