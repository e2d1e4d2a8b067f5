/**
 * Programs whose compiled form does not reach their twin yet, each with what it waits for. A test fails when one
 * of them does, so that the list only gets shorter.
 */
export const BEHIND: Readonly<Record<string, { forms: readonly string[]; because: string }>> = {
  multiHop: { forms: ["loaded", "built"], because: "`flatMap` is waited for as a whole" },
};
