/**
 * Modules may have been made with the same object: a memory that one of them fills and another reads. Where the
 * compiler knows their classes, the code that it writes says who waits for whom (`$.behind`). Where it does not,
 * this does: a call that may read what modules share waits for the calls before it that may still change it.
 *
 *   for (const step of this.steps) notes.push(step(doc));      some write to the memory, some read it
 *
 * What a class may do is in its plan. Most pipelines have no module that writes, and nothing is looked for.
 */
import { ALIAS } from "../module/brand.js";
import { isModule, type Module } from "../module/module.js";
import { hasWriters, writesAny } from "./protocol.js";
import type { Run } from "./run.js";
import type { Frame, Slot } from "./slot.js";

/** Of a call whose callee is not there yet. */
export const UNKNOWN = Symbol("unknown");

/** Runs `start` in `slot` once nothing before it may change what it reads; at once where that is so. */
export function afterWriters(run: Run, slot: Slot, start: () => void): void {
  const before = hasWriters() ? writerBefore(slot, run) : undefined;
  if (!before) start();
  else
    (before.onEnd ??= []).push(() => {
      if (slot.waiting) afterWriters(run, slot, start);
    });
}

/** Whether a leaf can reach more than its arguments: what is in its fields, where that is no setting of plait's own. */
export function leafReads(module: Module): boolean {
  return !(ALIAS in module) && Object.values(module).some((held) => typeof held === "object" && held !== null);
}

/** Whether a leaf changes nothing: it is plait's own, or is given nothing that can be changed. */
export function isQuietLeaf(module: Module, args: readonly unknown[], { writers }: Run): boolean {
  if (ALIAS in module) return true;
  return !mayWrite(module, writers) && args.every((given) => Object(given) !== given || isModule(given));
}

/** Whether a module, or one that it calls, may change objects that others hold. */
export function mayWrite(module: unknown, known: Map<unknown, boolean>): boolean {
  if (!isModule(module)) return true;
  if (!hasWriters()) return false;
  let writes = known.get(module);
  if (writes === undefined) known.set(module, (writes = module.modules().some((one) => writesAny(one))));
  return writes;
}

/** The last slot before `slot`, in the order of the program, that may still change shared objects. */
function writerBefore(slot: Slot, run: Run): Slot | undefined {
  let at: Slot | undefined = slot;
  while (at) {
    const { frame }: Slot = at;
    const found = writerIn(frame, at.index, ownerOf(frame, run), run);
    if (found) return found;
    at = frame.parent;
    // What runs ahead of its place comes behind the calls that have been made where it was started.
    if (!at && frame.home) {
      const { slots } = frame.home;
      return slots.find((other) => other.module && !other.settled && mayWrite(other.module, run.writers));
    }
  }
  return undefined;
}

function writerIn(frame: Frame, end: number, owner: unknown, run: Run): Slot | undefined {
  for (let i = end - 1; i >= frame.prefix; i--) {
    const slot = frame.slots[i] as Slot;
    if (slot.settled || slot.quiet) continue;
    const { region, module } = slot;
    const inside = module ?? owner;
    if (region?.closed) {
      const found = writerIn(region, region.slots.length, inside, run);
      if (found) return found;
    } else if (slot.isText ? isModule(owner) && writesAny(owner, true) : mayWrite(inside, run.writers)) return slot;
  }
  return undefined;
}

/** The module whose method a frame belongs to. */
function ownerOf(frame: Frame, run: Run): unknown {
  for (let at = frame.parent; at; at = at.frame.parent) if (at.module) return at.module;
  return run.module;
}
