/**
 * Keeps API keys out of everything that is printed. A `Secret` shows itself only to `reveal`; a
 * `Scrubber` takes known secrets out of texts that come from elsewhere, such as a server's error body.
 */
import { INSPECT } from "../module/brand.js";

const HIDDEN = "[secret]";
const SHORTEST = 6; // replacing shorter texts would garble messages without protecting anything

/** A text that does not show in logs, JSON or inspection. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The text itself: for the request, and for nothing else. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [INSPECT](): string {
    return HIDDEN;
  }
}

/** Replaces secrets in texts and errors, also where they are URL-encoded, base64 or JSON-escaped. */
export class Scrubber {
  readonly #forms: readonly string[];

  constructor(secrets: Iterable<Secret>) {
    const forms = new Set<string>();
    for (const secret of secrets) {
      const value = secret.reveal();
      if (value.length < SHORTEST) continue;
      forms.add(value).add(encodeURIComponent(value)).add(JSON.stringify(value).slice(1, -1)).add(base64(value));
    }
    this.#forms = [...forms].sort((a, b) => b.length - a.length);
  }

  text(text: string): string {
    return this.#forms.reduce((scrubbed, form) => scrubbed.replaceAll(form, HIDDEN), text);
  }

  /**
   * A copy of `error` to keep as a cause: name, message, stack, `code` and its own cause, scrubbed. SDK
   * errors carry response bodies and headers, which are left out.
   */
  cause(error: unknown, depth = 0): unknown {
    if (!(error instanceof Error)) return typeof error === "string" ? this.text(error) : undefined;
    const inner = error.cause === undefined || depth >= 3 ? undefined : this.cause(error.cause, depth + 1);
    const copy = new Error(this.text(error.message), inner === undefined ? undefined : { cause: inner });
    const { code } = error as { code?: unknown };
    const properties: Record<string, unknown> = { name: error.name, stack: this.text(error.stack ?? "") };
    if (typeof code === "string") properties["code"] = this.text(code);
    for (const [key, value] of Object.entries(properties))
      Object.defineProperty(copy, key, { value, enumerable: key === "code", configurable: true, writable: true });
    return copy;
  }
}

function base64(value: string): string {
  const bytes = new TextEncoder().encode(value);
  return btoa(String.fromCharCode(...bytes));
}
