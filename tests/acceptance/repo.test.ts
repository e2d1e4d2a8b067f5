/** What must hold for the files of the repository themselves: nothing in them belongs to one machine. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { root } from "./support.js";

/** Committed, and about to be: what is neither ignored nor deleted. */
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\0")
  .filter((name) => name !== "" && existsSync(path.join(root, name)) && statSync(path.join(root, name)).isFile());
const texts = new Map(
  files
    .map((name) => [name, readFileSync(path.join(root, name), "utf8")])
    .filter(([, text]) => !text!.includes("\0")) as [string, string][],
);

/** `file:line: text` of every match. */
function matches(pattern: RegExp, wanted: (name: string) => boolean): string[] {
  return [...texts].flatMap(([name, text]) =>
    wanted(name)
      ? text
          .split("\n")
          .flatMap((line, i) => (pattern.test(line) ? [`${name}:${i + 1}: ${line.trim().slice(0, 120)}`] : []))
      : [],
  );
}

test("the lockfile names no registry", () => {
  const { packages } = JSON.parse(texts.get("package-lock.json")!) as {
    packages: Record<string, Record<string, unknown>>;
  };
  for (const [name, { resolved, link, funding: _, ...rest }] of Object.entries(packages)) {
    if (resolved !== undefined)
      expect({ name, link, local: existsSync(path.join(root, String(resolved))) }).toEqual({
        name,
        link: true,
        local: true,
      });
    expect(JSON.stringify(rest)).not.toMatch(/https?:|git[+@]/);
  }
});

test("no file has a path of one machine", () => {
  const absolute =
    /(?<![\w.:/-])(?:\/(?:work|root|tmp)\/[\w.-]|\/(?:home|Users)\/[a-z][\w-]*\/|[A-Z]:\\+(?:Users|work)\\)/;
  expect(matches(absolute, (name) => name !== "package-lock.json")).toEqual([]);
});

test("no test is left out", () => {
  const leftOut =
    /\b(?:test|it|describe|suite|bench)(?:\.\w+(?:\([^)]*\))?)*\.(?:only|skip|todo|skipIf|runIf|fails)\b|\bx(?:it|test|describe)\(/;
  expect(matches(leftOut, (name) => /\.test\.[cm]?[jt]sx?$/.test(name) || name.startsWith("tests/"))).toEqual([]);
});

test("nothing built is committed", () => {
  expect(files.filter((name) => /(?:^|\/)(?:dist|node_modules|coverage)\/|\.tsbuildinfo$|\.tgz$/.test(name))).toEqual(
    [],
  );
});

test("texts have Unix line ends, and end with one; fixtures of the compiler may have any", () => {
  const wrong = [...texts].filter(
    ([name, text]) =>
      !name.startsWith("tests/compile/fixtures/") &&
      /\.(?:[cm]?[jt]s|json|md|ya?ml)$/.test(name) &&
      (text.includes("\r\n") || (text !== "" && !text.endsWith("\n"))),
  );
  expect(wrong.map(([name]) => name)).toEqual([]);
});
