/** Changes of a text, collected while its syntax tree is walked from the outside to the inside. */

interface Edit {
  start: number;
  end: number;
  text: string;
  /** At one place: what closes, the innermost first; then what opens, the outermost first; then what goes. */
  rank: number;
}

export class Edits {
  readonly #list: Edit[] = [];

  /** In front of what starts at `at`. */
  open(at: number, text: string): void {
    this.#list.push({ start: at, end: at, text, rank: this.#list.length });
  }

  /** Behind what ends at `at`. */
  close(at: number, text: string): void {
    this.#list.push({ start: at, end: at, text, rank: -1 - this.#list.length });
  }

  replace(start: number, end: number, text: string): void {
    this.#list.push({ start, end, text, rank: Infinity });
  }

  apply(text: string): string {
    let out = "";
    let from = 0;
    for (const edit of this.#list.sort((a, b) => a.start - b.start || a.rank - b.rank)) {
      out += text.slice(from, edit.start) + edit.text;
      from = edit.end;
    }
    return out + text.slice(from);
  }
}
