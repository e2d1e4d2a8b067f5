/**
 * Which declaration an identifier means. `resolveBindings` gives every reference its binding; the analysis
 * then asks by range: which names of the enclosing function are free in this piece of text?
 */
import type { Expression, Node } from "oxc-parser";
import type { AnyFunction } from "./walk.js";

export interface Binding {
  name: string;
  /** A `var` that is declared once, among the statements of its function, is a `let`; any other is written where it is declared. */
  kind: "param" | "const" | "let" | "var" | "function" | "class" | "catch" | "import";
  /** Declared with `var`: it is there before its declaration. */
  hoisted: boolean;
  /** Start and end of the identifier that declares it. */
  start: number;
  end: number;
  /** The function it lives in; undefined at the top of the file. */
  owner: AnyFunction | undefined;
  /** The type annotation of the declaring identifier. */
  annotation: Node | undefined;
  /** Initialiser of `const x = …` / `let x = …`, where the pattern is a plain name. */
  init: Expression | undefined;
  /** The declared function, for function declarations. */
  fn: AnyFunction | undefined;
  /** Where an import comes from, and the imported name. */
  source: { module: string; name: string } | undefined;
  /** Assignments after the declaration. */
  writes: Reference[];
  references: Reference[];
}

export interface Reference {
  name: string;
  start: number;
  end: number;
  binding: Binding | undefined;
  write: boolean;
  /** The innermost function around the reference. */
  inside: AnyFunction | undefined;
}

export class Bindings {
  /** By position. */
  readonly references: readonly Reference[];
  /** Every declaration, by where its identifier starts. */
  readonly declared: ReadonlyMap<number, Binding>;
  readonly #byStart: Map<number, Reference>;

  constructor(references: Reference[], declared: ReadonlyMap<number, Binding>) {
    this.declared = declared;
    this.references = references.sort((a, b) => a.start - b.start);
    this.#byStart = new Map(references.map((reference) => [reference.start, reference]));
  }

  at(node: { start: number }): Reference | undefined {
    return this.#byStart.get(node.start);
  }

  bindingOf(node: { start: number }): Binding | undefined {
    return this.#byStart.get(node.start)?.binding;
  }

  in(start: number, end: number): readonly Reference[] {
    let low = 0;
    let high = this.references.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.references[middle] as Reference).start < start) low = middle + 1;
      else high = middle;
    }
    let stop = low;
    while (stop < this.references.length && (this.references[stop] as Reference).start < end) stop++;
    return this.references.slice(low, stop);
  }
}

/** Whether `binding` is declared inside `range`, and gone outside of it: a `var` is all of its function's. */
export function declaredIn({ kind, owner, start }: Binding, range: { start: number; end: number }): boolean {
  if (kind !== "var" || !owner?.body) return start >= range.start && start < range.end;
  return owner.body.start >= range.start && owner.body.end <= range.end;
}
