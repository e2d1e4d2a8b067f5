/**
 * Reads how long a server asks to wait. Understands `retry-after-ms`, and `retry-after` as seconds or as
 * an HTTP date; a date is compared with the response's own `date`, so that a wrong clock here does not
 * matter.
 */

/** Anything with the `get` of `Headers`. */
export interface HeaderReader {
  get(name: string): string | null;
}

/** The wait in milliseconds, 0 or more; undefined where the server says nothing that makes sense. */
export function parseRetryAfter(headers: HeaderReader, wallNow: number): number | undefined {
  for (const name of ["retry-after-ms", "x-ms-retry-after-ms"]) {
    const ms = parseNumber(headers.get(name));
    if (ms !== undefined) return ms;
  }
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  const seconds = parseNumber(value);
  if (seconds !== undefined) return seconds * 1000;
  const until = parseHttpDate(value);
  if (until === undefined) return undefined;
  return Math.max(0, until - (parseHttpDate(headers.get("date")?.trim() ?? "") ?? wallNow));
}

function parseNumber(value: string | null): number | undefined {
  const text = value?.trim() ?? "";
  return /^\d{1,15}(?:\.\d{1,9})?$/.test(text) ? Number(text) : undefined;
}

/** Only real dates: `Date.parse` alone takes `5` and `-1` for years. */
function parseHttpDate(value: string): number | undefined {
  if (!/^[A-Z][a-z]+,? /.test(value)) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}
