/**
 * Errors that plait itself throws. Each has a stable code with a page in docs/diagnostics; errors of
 * the user's own code and of leaf calls are never wrapped.
 */

const DOCS = "https://github.com/plaitc/plaitc/blob/main/docs/diagnostics";

/** An error of plait itself. `code` is stable (`PLT1015`); the message says what to do. */
export class PlaitError extends Error {
  override readonly name: string = "PlaitError";
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(`${code}: ${message}`, options);
    this.code = code;
  }

  /** Address of the page that explains this error. */
  get help(): string {
    return `${DOCS}/${this.code}.md`;
  }
}
