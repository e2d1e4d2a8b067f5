import { mkdtempSync, mkdirSync, writeFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os"; import path from "node:path";
import { compileFile } from "../src/compileFile.ts";
import { loadProject } from "../src/frontend/loadProject.ts";
import { compileProgram } from "../src/frontend/compileProgram.ts";
import { emitProject } from "../src/frontend/emitProject.ts";
import { overlayProgram } from "../src/frontend/overlayProgram.ts";
import { composeMaps } from "../src/frontend/composeMaps.ts";
import { programDiagnostics } from "../src/frontend/tsDiagnostics.ts";
import { createTsHost } from "../src/frontend/tsHost.ts";
const folder = mkdtempSync(path.join(tmpdir(), "prof-"));
const put = (n: string, t: string) => { const f = path.join(folder, n); mkdirSync(path.dirname(f), { recursive: true }); writeFileSync(f, t); };
const src = (await import("node:fs")).readFileSync(new URL("./tempProject.ts", import.meta.url), "utf8");
const types = /PLAIT_TYPES = `([^]*?)`;/.exec(src)![1]!;
put("package.json", `{"type":"module"}`); put("node_modules/plait/package.json", `{ "name": "plait", "types": "index.d.ts", "type": "module" }`); put("node_modules/plait/index.d.ts", types);
put("tsconfig.json", JSON.stringify({ compilerOptions: { target: "es2022", lib: ["es2022"], module: "nodenext", strict: true, skipLibCheck: true, types: [], rootDir: "src", outDir: "dist", sourceMap: true, declaration: true } }));
for (let i = 0; i < 100; i++) put(`src/r${i}.ts`, `import { LLMInference, Module } from "plait";
export interface Note${i} { text: string; tags: string[]; n: number }
export class Report${i} extends Module {
  fast = new LLMInference({ alias: "fast" });
  smart = new LLMInference({ alias: "smart" });
  forward(notes: Note${i}[], title: string): string {
    const parts = notes.map((note) => this.fast(note.text));
    const good: string[] = [];
    for (const part of parts) {
      if (part.length > 3) good.push(this.smart(part));
    }
    const a = this.fast(title);
    const b = this.smart(a + good.join("\\n"));
    return b.trim();
  }
}
export function helper${i}(a: Note${i}): string { return a.tags.map((t) => t.toUpperCase()).join(","); }
${Array.from({length: 10}, (_, k) => `export const f${i}_${k} = (x: number, y: string) => ({ x: x + ${k}, y: y.padStart(x), z: [x, y] as const });`).join("\n")}
`);
for (let r = 0; r < 4; r++) {
  const T: Record<string, number> = {}; let t = performance.now(); const lap = (n: string) => { const x = performance.now(); T[n] = Math.round(x - t); t = x; };
  const project = loadProject(folder).project!; lap("load");
  programDiagnostics(project.ts, project.program); lap("check");
  const files = project.program.getSourceFiles().filter((f) => f.fileName.includes("/src/")).map((f) => compileFile({ fileName: f.fileName, text: f.text, host: createTsHost(project.ts, project.program, f) })); lap("compileFile");
  const overlay = overlayProgram(project.ts, project.program, project.host, new Map(files.map((f) => [f.fileName, process.env.J ? f.code.replace(/, (\{"planVersion".*\})\);/, (_, j) => ", JSON.parse(" + JSON.stringify(j) + "));") : f.code])), { noCheck: true, declaration: false }); lap("overlay");
  let maps: [string, any, string][] = [];
  for (const f of files) overlay.emit(overlay.getSourceFile(f.fileName), (n, text) => { if (n.endsWith(".map")) maps.push([text, f.map, f.code]); }); lap("overlayEmit");
  for (const [a, b, c] of maps) composeMaps(JSON.parse(a), b, c); lap("compose");
  for (const f of files) project.program.emit(project.program.getSourceFile(f.fileName), () => {}, undefined, true); lap("dts");
  const p2 = loadProject(folder).project!; programDiagnostics(p2.ts, p2.program); t = performance.now();
  p2.program.emit(undefined, () => {}); lap("tsEmitAll");
  T["codeLen"] = files[0]!.code.length; T["srcLen"] = project.program.getSourceFile(files[0]!.fileName)!.text.length; T.mapLen = files[0]!.map!.mappings.length;
  console.log(JSON.stringify(T));
  if (r === 3) { console.log(files[0]!.code); console.log(files[0]!.diagnostics.map((d) => d.code + d.message)); }
}
rmSync(folder, { recursive: true });
