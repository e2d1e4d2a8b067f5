/**
 * While a project is compiled its files stay as they are: what was looked for on disk once is not looked for again.
 * Many files import the same ones, and to ask the disk each time takes longer than to parse them.
 */
let found: Map<string, unknown> | undefined;

/** Does `work` with all that `remembered` finds meanwhile kept until the end. */
export function whileFilesStay<T>(work: () => T): T {
  if (found) return work();
  found = new Map();
  try {
    return work();
  } finally {
    found = undefined;
  }
}

/** `find()`, or what it gave before for the same key. */
export function remembered<T>(key: string, find: () => T): T {
  if (!found) return find();
  if (!found.has(key)) found.set(key, find());
  return found.get(key) as T;
}
