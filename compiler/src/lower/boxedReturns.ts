/**
 * The returns of a statement that runs as written, as one that says whether it returned, with what, and what its
 * variables are then:
 *
 *   return x;    →   return [{ value: x }, n];
 *
 * What a `finally` assigns on the way out is known only behind it, so that it is read there:
 *
 *   try { return x; } finally { n = 2; }   →
 *       const $left = (() => { try { return { value: x }; } finally { n = 2; } })(); if ($left) return [$left, n];
 */
import type { Node } from "oxc-parser";
import type { Code, Part } from "../ir.js";
import { PLT2007 } from "../messages.generated.js";
import { shortText } from "../syntax/file.js";
import { childrenOf, isFunction, nodesOf } from "../syntax/walk.js";
import { Unsupported, type State } from "./state.js";

export interface Edit {
  start: number;
  end: number;
  code: Code;
}

export class BoxedReturns {
  readonly #state: State;
  readonly #node: Node;
  readonly #names: readonly string[];
  readonly #isReadBehind: boolean;

  /** `names`: the variables, of which none may be declared in the statement where a `finally` assigns one. */
  constructor(state: State, node: Node, names: readonly string[]) {
    this.#state = state;
    this.#node = node;
    this.#names = names;
    this.#isReadBehind = nodesOf(node, "TryStatement").some(
      ({ finalizer }) => finalizer !== null && this.#assigns(finalizer),
    );
    if (this.#isReadBehind && this.#declares()) {
      const construct = `\`${shortText(state.ctx.file, node, 40)}\``;
      throw new Unsupported(node, PLT2007({ construct, instead: "Declare its variables before it." }), "method");
    }
  }

  edits(): Edit[] {
    const [open, close] = this.#isReadBehind ? [" { value: ", " }"] : [" [{ value: ", ` }${this.#rest}]`];
    const edits: Edit[] = [];
    const visit = (inner: Node): void => {
      if (isFunction(inner)) return;
      if (inner.type === "ReturnStatement") {
        const keyword = inner.start + "return".length;
        if (inner.argument) {
          edits.push({ start: keyword, end: inner.argument.start, code: [open] });
          edits.push({ start: inner.argument.end, end: inner.argument.end, code: [close] });
        } else edits.push({ start: keyword, end: keyword, code: [`${open}undefined${close}`] });
      }
      for (const child of childrenOf(inner)) visit(child);
    };
    visit(this.#node);
    return edits;
  }

  /** The statement with these edits in it. */
  around(code: Code, isAsync: boolean): Code {
    if (!this.#isReadBehind) return code;
    const left = `${this.#state.scopeName}left`;
    const [open, close] = isAsync ? ["await (async () => { ", " })()"] : ["(() => { ", " })()"];
    return [`const ${left} = ${open}`, ...code, `${close}; if (${left}) return [${left}${this.#rest}];`];
  }

  get #rest(): string {
    return ["", ...this.#names].join(", ");
  }

  #assigns({ start, end }: Node): boolean {
    const { bindings } = this.#state.ctx.file;
    return bindings.in(start, end).some(({ name, write }) => write && this.#names.includes(name));
  }

  #declares(): boolean {
    const { start, end } = this.#node;
    const declared = [...this.#state.ctx.file.bindings.declared.values()];
    return declared.some(
      (binding) => binding.start >= start && binding.start < end && this.#names.includes(binding.name),
    );
  }
}

/** A statement without module calls whose returns are boxed. */
export function withReturnsBoxed(state: State, node: Node, names: readonly string[]): Code {
  const box = new BoxedReturns(state, node, names);
  const parts: Part[] = [];
  let from = node.start;
  for (const edit of box.edits().sort((a, b) => a.start - b.start)) {
    if (edit.start > from) parts.push({ start: from, end: edit.start });
    parts.push(...edit.code);
    from = edit.end;
  }
  if (from < node.end) parts.push({ start: from, end: node.end });
  return box.around(parts, false);
}
