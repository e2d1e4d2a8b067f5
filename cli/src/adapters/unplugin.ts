/** The compiler as a plugin for every bundler that unplugin knows; `vite.ts` and its sisters pick one. */
import { createUnplugin, type UnpluginInstance } from "unplugin";
import { compileFile, findEffects, readImport, readPlan, type Diagnostic } from "plaitc-compiler";
import { formatAll, shown } from "./loadSource.js";

export interface PlaitcOptions {
  /** Which files to look at; default: JavaScript and TypeScript outside node_modules. */
  include?: RegExp | RegExp[];
  exclude?: RegExp | RegExp[];
}

const SOURCES = /\.[cm]?[jt]sx?(?:\?.*)?$/;
const PACKAGES = /[\\/]node_modules[\\/]/;

export const unplugin: UnpluginInstance<PlaitcOptions | undefined> = createUnplugin(
  (options: PlaitcOptions | undefined) => ({
    name: "plaitc",
    enforce: "pre",
    transform: {
      filter: {
        id: { include: options?.include ?? SOURCES, exclude: options?.exclude ?? PACKAGES },
        code: /\b(?:extends|import)\b/,
      },
      handler(text, id) {
        const file = id.replace(/[?#].*$/, "");
        if (file.includes("\0")) return undefined; // a bundler's own, which is no file
        const config = findEffects(file);
        if (config.fileName !== undefined) this.addWatchFile(config.fileName);
        const compiled = compileFile({
          fileName: file,
          text,
          displayName: shown(file),
          readImport: (specifier, importer) => {
            const neighbour = readImport(specifier, importer);
            // What the file becomes depends on it: compile again when it changes.
            if (neighbour) this.addWatchFile(neighbour.fileName);
            return neighbour;
          },
          readPlan,
          ...(config.effects && { effects: config.effects }),
        });
        const of = (severity: Diagnostic["severity"]): Diagnostic[] =>
          [...config.diagnostics, ...compiled.diagnostics].filter((d) => d.severity === severity);
        const [first] = of("error");
        if (first) {
          this.error({
            message: formatAll(of("error"), file, text),
            id,
            loc: { file, line: first.line, column: first.column - 1 },
          });
        }
        for (const warning of of("warning")) this.warn(formatAll([warning], file, text));
        return compiled.changed ? { code: compiled.code, map: compiled.map } : null;
      },
    },
  }),
);
