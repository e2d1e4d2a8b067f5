/** A process that stays compiles a changed file in a moment: what `npm run bench:compile` measures with all around it. */
import { appendFileSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { openProject } from "../../compiler/dist/project.js";
import { writeProject } from "../../scripts/compileProject.mjs";

/** What is asked for is 100 ms on a machine that does nothing else. */
const MOST_MS = 300;
const CHANGES = 7;

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "plaitc-warm-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Of this process, so that what others do on the machine counts little. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

test("a changed file has its new output at once", { timeout: 120_000 }, () => {
  const names = writeProject(folder, { files: 60, seed: 1 }).filter((name) => name.includes("pipeline"));
  const project = openProject({ project: folder });
  project.update().check();
  const times: number[] = [];
  for (const name of names.slice(0, CHANGES)) {
    const file = path.join(folder, name);
    appendFileSync(file, `\nexport const change = "${name}";\n`);
    const started = processorMs();
    project.folders([file]);
    const update = project.update([file]);
    project.folders([file]);
    times.push(processorMs() - started);
    const code = update.emitted.find(({ fileName }) => fileName.endsWith(`${path.basename(name, ".ts")}.js`));
    expect(code?.text).toContain(`change = "${name}"`);
    update.check();
  }
  expect(times).toHaveLength(CHANGES);
  const median = times.toSorted((a, b) => a - b)[Math.floor(CHANGES / 2)] as number;
  expect(median, times.map((ms) => ms.toFixed(0)).join(", ")).toBeLessThan(MOST_MS);
});
