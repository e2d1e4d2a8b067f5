/** Projects in temporary folders, and the built command run on them as a user would. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const bin = path.join(root, "cli/dist/main.js");
if (!existsSync(bin)) throw new Error("The command is not built. Run: npm run build");

export const toolFile = (name: string): string => path.join(root, "node_modules", name);

const folders: string[] = [];
export function removeProjects(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** What a user's project has installed, as links to what this repository has. */
const INSTALLED = ["plait", "plaitc", "@types/node", "openai", "typescript", "ts-patch", "vitest", "vite", "tsx"];

export function emptyFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "plaitc-cli-")));
  folders.push(folder);
  return folder;
}

export function install(folder: string): void {
  for (const name of INSTALLED) {
    const link = path.join(folder, "node_modules", name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(realpathSync(toolFile(name)), link, "junction");
  }
}

export const TSCONFIG = {
  compilerOptions: {
    target: "es2022",
    lib: ["es2023"],
    module: "nodenext",
    strict: true,
    declaration: true,
    sourceMap: true,
    skipLibCheck: true,
    types: ["node"],
    rootDir: "src",
    outDir: "dist",
  },
  include: ["src"],
};

export function makeProject(files: Readonly<Record<string, string>>, tsconfig: object = TSCONFIG): string {
  const folder = emptyFolder();
  install(folder);
  write(folder, { "package.json": '{ "type": "module" }', "tsconfig.json": JSON.stringify(tsconfig), ...files });
  return folder;
}

export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

export interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

const ENVIRONMENT = {
  ...process.env,
  NO_COLOR: "1",
  FORCE_COLOR: undefined,
  NODE_OPTIONS: undefined,
  OPENAI_API_KEY: undefined,
};

export function node(cwd: string, ...args: string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: "utf8", env: ENVIRONMENT });
  return { code: status, out: stdout, err: stderr };
}

export function plaitc(cwd: string, ...args: string[]): Outcome {
  return node(cwd, bin, ...args);
}

/** Starts the command and leaves it running. */
export function startPlaitc(cwd: string, ...args: string[]) {
  return spawn(process.execPath, [bin, ...args], { cwd, env: ENVIRONMENT, stdio: ["ignore", "pipe", "pipe"] });
}

/** A composite of three calls that says where an error comes from. */
export const PIPELINE = `import { LLMInference, Module } from "plait";

/** Compares two texts. */
export class Compare extends Module {
  extractor = new LLMInference({ alias: "fast", systemPrompt: "Extract the facts." });
  comparer = new LLMInference({ alias: "smart" });

  forward(doc1: string, doc2: string): string {
    const facts1 = this.extractor(doc1);
    const facts2 = this.extractor(doc2);
    if (doc1 === "") throw new Error("doc1 is empty");
    return this.comparer(\`\${facts1} versus \${facts2}\`);
  }
}

const simulated = { provider: "simulated", model: "simulated" } as const;
export const compare = new Compare().bind({ endpoints: { fast: simulated, smart: simulated } });
`;

/** A module call where no answer can be waited for. */
export const WRONG = `import { LLMInference, Module } from "plait";

export class Rank extends Module {
  rate = new LLMInference({ alias: "fast" });

  forward(docs: string[]): string[] {
    return docs.sort((a, b) => Number(this.rate(a)) - Number(this.rate(b)));
  }
}
`;
