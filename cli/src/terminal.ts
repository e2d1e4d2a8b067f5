/** Where a command reads from and writes to; tests pass their own. */

export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  cwd: string;
  /** Whether standard output shows colours. */
  color: boolean;
  /** Whether standard output is a screen that can be repainted. */
  interactive: boolean;
  columns: number;
}

export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  const interactive = stdout.isTTY === true;
  return {
    out: (text) => void stdout.write(`${text}\n`),
    err: (text) => void stderr.write(`${text}\n`),
    cwd: process.cwd(),
    color: wantsColor(env, interactive),
    interactive,
    columns: Math.max(40, stdout.columns || 100),
  };
}

/** NO_COLOR and FORCE_COLOR win, in this order, as in https://no-color.org and in Node. */
export function wantsColor(env: Readonly<Record<string, string | undefined>>, interactive: boolean): boolean {
  if (env["NO_COLOR"]) return false;
  if (env["FORCE_COLOR"] !== undefined) return env["FORCE_COLOR"] !== "0";
  return interactive && env["TERM"] !== "dumb";
}
