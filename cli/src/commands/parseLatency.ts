/** `250` or `100..400`, in milliseconds. */
import { UsageError } from "../command.js";

export function parseLatency(text: string): number | { min: number; max: number } {
  const parts = /^(\d+(?:\.\d+)?)(?:\.\.(\d+(?:\.\d+)?))?$/.exec(text);
  const min = Number(parts?.[1]);
  const max = parts?.[2] === undefined ? min : Number(parts[2]);
  if (!parts || max < min)
    throw new UsageError(`--latency ${text} is not understood: give milliseconds (250) or a range (100..400).`);
  return min === max ? min : { min, max };
}
