/** What goes into the compiler and what comes out, as plain data. */
import type { Node } from "oxc-parser";
import type { ModulePlan } from "plait/internal";

export type Severity = "error" | "warning" | "remark";

export interface Span {
  /** Absolute path, or the name the file was given under. */
  file: string;
  /** UTF-16 offsets into the file's text; end exclusive. */
  start: number;
  end: number;
  /** 1-based position of `start`. */
  line: number;
  column: number;
}

export interface Diagnostic extends Span {
  /** Stable: `PLT1005`, or `TS2345` for what TypeScript says. */
  code: string;
  severity: Severity;
  /** One sentence, without code and position. */
  message: string;
  /** Other places that belong to it, each with a note ("written here, read by the next iteration"). */
  related: readonly (Span & { message: string })[];
  /** What to do about it. */
  hint?: string;
}

/**
 * What a value is, as far as the analysis cares. `primitive` is immutable (string, number, boolean,
 * bigint, symbol, null, undefined and unions of these); `string` is a primitive whose methods are known.
 */
export type ValueKind =
  | { type: "string" }
  | { type: "primitive" }
  | { type: "array"; of: ValueKind }
  /** `structured`: a model whose answers are, or may be, something else than text. */
  | { type: "module"; className?: string; alias?: string; structured?: true }
  /**
   * Where all of its values are of one kind: `of`, and how they are got (of a Map, a Set, a record; `entry`: a pair
   * of key and value). Where the file says what its members are: `members`, a literal or the type that does.
   */
  | { type: "object"; of?: ValueKind; by?: "get" | "set" | "key" | "entry"; members?: Node }
  /** `foreign`: the engine made it, so that it makes no module calls. */
  | { type: "function"; foreign?: true }
  | { type: "promise" }
  /** `json`: it comes out of `JSON.parse`, so that its methods are those of texts, numbers and lists. */
  | { type: "unknown"; json?: true };

/** The one question to a type checker. Without a host, the compiler knows what the syntax tells. */
export interface Host {
  /** Kind of the expression that spans exactly [start, end) in the file being compiled. */
  kindOf(start: number, end: number): ValueKind;
  /** Whether the class expression or identifier at [start, end) (a heritage clause) is plait's Module or derives from it. */
  isModuleClass(start: number, end: number): boolean | undefined;
  /** Name of the standard library's type that the expression has: `Map`, `RegExp`. */
  libraryTypeOf?(start: number, end: number): string | undefined;
  /** What `@plait` in the documentation of the function says that the callee at [start, end) stands for. */
  declarationOf?(start: number, end: number): DeclaredEffects | undefined;
  /** Statics of the module class that the callee at [start, end) is an instance of, by name, where they are literals. */
  staticsOf?(start: number, end: number): Readonly<Record<string, string | boolean>> | undefined;
}

/**
 * What a function is declared to do. `pure`: only compute, from its arguments, something that nobody else holds;
 * `reads`: look at objects, also others; `effect`: something that keeps its place in the order.
 */
export type DeclaredEffects = "pure" | "reads" | "effect";

/** By package, for all of its functions or by their exported names. */
export type EffectsTable = Readonly<Record<string, DeclaredEffects | Readonly<Record<string, DeclaredEffects>>>>;

/** Source map v3 as an object. */
export interface RawSourceMap {
  version: 3;
  file?: string;
  sources: string[];
  sourcesContent?: (string | null)[];
  names: string[];
  mappings: string;
}

export interface CompiledFile {
  fileName: string;
  /** False where the file holds nothing to compile: `code` is then the input and `map` is null. */
  changed: boolean;
  /** TypeScript text with the compiled methods spliced in. */
  code: string;
  /** The same with methods that make one call after another, where that was asked for. */
  reference?: string;
  /** From `code` to the input. */
  map: RawSourceMap | null;
  plans: ModulePlan[];
  diagnostics: Diagnostic[];
  /** Other files of the project on whose text the result depends. */
  dependsOn?: ReadonlySet<string>;
}

/** The file behind a relative import; undefined where there is none. */
export type ReadImport = (specifier: string, importer: string) => { fileName: string; text: string } | undefined;

/** The plans of the package file that an import resolves to; undefined where it was not compiled. */
export type ReadPlan = (specifier: string, importer: string) => readonly ModulePlan[] | undefined;

export interface CompileFileOptions {
  fileName: string;
  text: string;
  /** Name of the file in plans; default: fileName. */
  displayName?: string;
  host?: Host;
  /** Facts about functions of other files, and without a host about module classes, come from their text. Default: they are not looked at. */
  readImport?: ReadImport;
  /** Facts about classes of compiled packages. Default: nothing is known but their types. */
  readPlan?: ReadPlan;
  /** What functions of packages do. Default: they may do anything. */
  effects?: EffectsTable;
  /** Also the file with every method as written, one call after another: what a schedule is compared with. */
  reference?: boolean;
  /** Called with (pass name, printed result) after each pass. */
  printAfter?: (pass: string, text: string) => void;
}
