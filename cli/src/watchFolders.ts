/**
 * Tells which files in some folders have changed, in groups: editors and `git checkout` change many files, or one
 * file many times, in a moment. Each folder is watched by itself, because to watch a whole tree would take in
 * `node_modules`.
 */
import { type FSWatcher, watch } from "node:fs";
import path from "node:path";

/** Long enough for a file to be truncated and written again. */
const QUIET_MS = 10;
/** A folder that never gets quiet is looked at all the same. */
const LONGEST_MS = 200;

export interface FolderWatcher {
  /** Watches these folders from now on, and no others. Gives those that were not watched until now. */
  follow(folders: readonly string[]): string[];
  close(): void;
}

/** `onChange` gets absolute names. */
export function watchFolders(folders: readonly string[], onChange: (files: string[]) => void): FolderWatcher {
  const watchers = new Map<string, FSWatcher>();
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let since = 0;
  let isClosed = false;

  function note(file: string): void {
    if (changed.size === 0) since = performance.now();
    changed.add(file);
    schedule();
  }

  function schedule(): void {
    if (isClosed) return;
    clearTimeout(timer);
    const left = LONGEST_MS - (performance.now() - since);
    timer = setTimeout(deliver, Math.max(0, Math.min(QUIET_MS, left)));
  }

  function deliver(): void {
    const files = [...changed];
    changed.clear();
    onChange(files);
  }

  function drop(folder: string): void {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  }

  function follow(wanted: readonly string[]): string[] {
    if (isClosed) return [];
    const added: string[] = [];
    for (const folder of watchers.keys()) if (!wanted.includes(folder)) drop(folder);
    for (const folder of wanted) {
      if (watchers.has(folder)) continue;
      try {
        const watcher = watch(folder, (_event, name) => {
          if (name !== null) note(path.join(folder, name));
        });
        watcher.on("error", () => drop(folder));
        watchers.set(folder, watcher);
        added.push(folder);
      } catch {
        // It has gone meanwhile; the folder above says so.
      }
    }
    return added;
  }

  follow(folders);
  return {
    follow,
    close() {
      isClosed = true;
      clearTimeout(timer);
      for (const folder of [...watchers.keys()]) drop(folder);
    },
  };
}
