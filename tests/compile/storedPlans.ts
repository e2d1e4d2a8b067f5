/**
 * The plans in compiled code are most of its text, and one run after another would read them again. Here they are
 * taken out, as `$plan(0)`, before anybody looks at the code, and are read once for all runs.
 */

const STORED = /JSON\.parse\(("\{\\"planVersion\\":(?:[^"\\]|\\.)*")\)/g;
/** What the compiler says of a method, above it. */
const SUMMARY = /^ *\/\/ \d+ calls? · .*\n/gm;

export class StoredPlans {
  readonly #texts: string[] = [];
  readonly #plans: unknown[] = [];

  /** Compiled code without its plans. */
  takeFrom(code: string): string {
    return code.replace(STORED, (_, text: string) => `$plan(${this.#texts.push(text) - 1})`).replace(SUMMARY, "");
  }

  readonly get = (index: number): unknown =>
    (this.#plans[index] ??= JSON.parse(JSON.parse(this.#texts[index] as string) as string));
}
