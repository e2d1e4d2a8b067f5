/** Plans as they are, for other programs. */
import type { ModulePlan } from "plait/internal";

export function renderJson(plans: readonly ModulePlan[]): string {
  return JSON.stringify(plans, null, 2);
}
