/**
 * Turns compiler/messages/*.md into code and documentation:
 *
 *   compiler/src/messages.generated.ts   one typed function a code, for those that the compiler raises
 *   docs/diagnostics/PLT1005.md          one page a code, and README.md as their index
 *
 *   node scripts/generate-messages.mjs            writes them
 *   node scripts/generate-messages.mjs --check    only says whether they are up to date (exit code 1 if not)
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const SOURCES = { "errors.md": "error", "warnings.md": "warning", "remarks.md": "remark" };
const HEADING = /^## (PLT\d{4}) (.+)$/;
const FIELD = /^(message|hint|from): (.+)$/;
const ORIGINS = ["compiler", "command line", "runtime"];

/** All generated files: relative name → text. */
export function generate() {
  const entries = Object.entries(SOURCES).flatMap(([name, severity]) => parse(`compiler/messages/${name}`, severity));
  const twice = entries.find((entry, index) => entries.findIndex((e) => e.code === entry.code) !== index);
  if (twice) throw new Error(`${twice.at}: ${twice.code} is described twice`);
  return {
    "compiler/src/messages.generated.ts": code(entries),
    "docs/diagnostics/README.md": index(entries),
    ...Object.fromEntries(entries.map((entry) => [`docs/diagnostics/${entry.code}.md`, page(entry)])),
  };
}

/** Names of generated files that are missing, changed by hand, or left over. */
export function stale() {
  const files = generate();
  const wrong = Object.keys(files).filter((name) => {
    const file = path.join(root, name);
    return !existsSync(file) || normal(readFileSync(file, "utf8")) !== files[name];
  });
  return [...wrong, ...leftOver(files)];
}

function leftOver(files) {
  const folder = path.join(root, "docs/diagnostics");
  const pages = existsSync(folder) ? readdirSync(folder) : [];
  return pages.map((name) => `docs/diagnostics/${name}`).filter((name) => !(name in files));
}

function parse(name, severity) {
  const lines = normal(readFileSync(path.join(root, name), "utf8")).split("\n");
  const entries = [];
  let inCode = false;
  lines.forEach((line, i) => {
    if (line.startsWith("```")) inCode = !inCode;
    const heading = inCode ? null : HEADING.exec(line);
    if (heading) {
      const [, entryCode, title] = heading;
      entries.push({ code: entryCode, title, severity, at: `${name}:${i + 1}`, body: [] });
      return;
    }
    if (!inCode && line.startsWith("## ")) throw new Error(`${name}:${i + 1}: expected "## PLT1234 Title"`);
    const entry = entries.at(-1);
    if (!entry) return;
    const field = entry.body.every((l) => l === "") ? FIELD.exec(line) : null;
    if (field) entry[field[1]] = field[2].trim();
    else entry.body.push(line);
  });
  for (const entry of entries) check(entry);
  return entries;
}

function check(entry) {
  if (!entry.message) throw new Error(`${entry.at}: ${entry.code} has no line "message: …"`);
  entry.from = entry.from?.split(", ") ?? [];
  if (entry.from.length === 0 || entry.from.some((origin) => !ORIGINS.includes(origin))) {
    throw new Error(`${entry.at}: ${entry.code} needs a line "from:" with one of ${ORIGINS.join(", ")}`);
  }
  entry.body = entry.body.join("\n").trim();
  if (!entry.body) throw new Error(`${entry.at}: ${entry.code} has no explanation`);
}

const placeholders = (text) => [...(text ?? "").matchAll(/\{(\w+)\}/g)].map((match) => match[1]);

function code(entries) {
  const raised = entries.filter((entry) => entry.from.some((origin) => origin !== "runtime"));
  return `/** Generated from compiler/messages by scripts/generate-messages.mjs: do not edit. */
import type { Diagnostic } from "./types.js";

export type Message = Pick<Diagnostic, "code" | "severity" | "message" | "hint">;

${raised.map(messageFunction).join("\n")}`;
}

function messageFunction({ code: name, title, severity, message, hint }) {
  const names = [...new Set([...placeholders(message), ...placeholders(hint)])];
  const parameter = names.length > 0 ? `p: { ${names.map((n) => `${n}: string`).join("; ")} }` : "";
  return `/** ${title}. */
export function ${name}(${parameter}): Message {
  return {
    code: "${name}",
    severity: "${severity}",
    message: ${literal(message)},${hint ? `\n    hint: ${literal(hint)},` : ""}
  };
}
`;
}

/** A string literal, or a template where something is filled in. */
function literal(text) {
  if (placeholders(text).length === 0) return JSON.stringify(text);
  const escaped = text.replaceAll(/[\\`]|\$\{/g, "\\$&");
  return `\`${escaped.replaceAll(/\{(\w+)\}/g, "${p.$1}")}\``;
}

/** A message as it is read on its page: `{callee}` becomes `callee` in italics. */
function shown(text) {
  return text
    .replaceAll(/`([^`]*)`/g, (_, inner) =>
      /^\{\w+\}$/.test(inner) ? `_${inner.slice(1, -1)}_` : `\`${inner.replaceAll(/\{(\w+)\}/g, "<$1>")}\``,
    )
    .replaceAll(/\{(\w+)\}/g, "_$1_");
}

const WHERE = {
  compiler: "by `plaitc` while it compiles",
  "command line": "by the `plaitc` command",
  runtime: "by `plait` at run time",
};

const where = (origins) => origins.map((origin) => WHERE[origin]).join(", and ");

function page({ code: name, title, severity, message, hint, from, body }) {
  return `<!-- Generated from compiler/messages by scripts/generate-messages.mjs: do not edit. -->

# ${name}: ${title}

> **${severity}** ${name}: ${shown(message)}${hint ? `\n>\n> ${shown(hint)}` : ""}

Raised ${where(from)}.

${body}

[All diagnostics](README.md)
`;
}

function index(entries) {
  const list = (severity) => {
    const items = entries.filter((entry) => entry.severity === severity);
    return items.length === 0
      ? "None at present.\n"
      : items.map((e) => `- [${e.code}](${e.code}.md): ${e.title} (${where(e.from)})\n`).join("");
  };
  return `<!-- Generated from compiler/messages by scripts/generate-messages.mjs: do not edit. -->

# Diagnostics

Codes are stable. An error stops the build or the run; a warning is probably a mistake; a remark says why something is not done at the same time as something else, and what to change. Codes that begin with \`TS\` are TypeScript's own.

## Errors

${list("error")}
## Warnings

${list("warning")}
## Remarks

${list("remark")}`;
}

function normal(text) {
  return text.replaceAll("\r\n", "\n");
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  if (process.argv.includes("--check")) {
    const names = stale();
    if (names.length > 0) {
      console.error(`Not up to date: ${names.join(", ")}\nRun: node scripts/generate-messages.mjs`);
      process.exitCode = 1;
    }
  } else {
    const files = generate();
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(root, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    for (const name of leftOver(files)) rmSync(path.join(root, name));
  }
}
