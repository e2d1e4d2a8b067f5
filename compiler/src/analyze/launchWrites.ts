/** Whether a call of a module or method that can be seen changes objects of its caller: what reads objects after it must wait for it. */
import type { AnyFunction } from "../syntax/walk.js";
import { effectsOf } from "./effects.js";
import type { Launch } from "./launches.js";
import type { FileAnalysis } from "./methodContext.js";

const known = new WeakMap<FileAnalysis["launches"], Map<AnyFunction, boolean>>();

export function launchWrites(launch: Launch, analysis: FileAnalysis): boolean {
  const info = launch.className === undefined ? undefined : analysis.classes.get(launch.className);
  const method = info?.foreign ? undefined : info?.methods.get(launch.kind === "method" ? (launch.name ?? "") : "forward");
  return method !== undefined && functionWrites(method.fn, analysis);
}

function functionWrites(fn: AnyFunction, analysis: FileAnalysis): boolean {
  let cache = known.get(analysis.launches);
  if (!cache) known.set(analysis.launches, (cache = new Map()));
  const found = cache.get(fn);
  if (found !== undefined) return found;
  cache.set(fn, false); // a cycle writes if its other parts do
  let writes = fn.body !== null && effectsOf(fn.body, analysis, new Set(analysis.launches.keys())).writes;
  for (const launch of analysis.launches.values()) {
    if (writes) break;
    if (launch.node.start >= fn.start && launch.node.end <= fn.end) writes = launchWrites(launch, analysis);
  }
  cache.set(fn, writes);
  return writes;
}
