/** `$settled` and `$fulfilled`, which stand in what `Promise.allSettled` is given (inPlace.ts): a failure is an outcome. */
import { callFunction } from "./calls.js";
import { defineMember } from "./members.js";
import { raiseChanged } from "./raise.js";
import type { Run } from "./run.js";
import { settle } from "./tries.js";
import { NOTHING, timed, type Timed } from "./values.js";

export function installOutcomes(run: Run): void {
  const settled = (): void => {};
  const fulfilled = (): void => {};
  run.globals.set("$settled", settled);
  run.globals.set("$fulfilled", fulfilled);
  run.builtins.set(fulfilled, (_run, _self, [value = NOTHING]) => entryOf(run, "fulfilled", "value", value, value.t));
  run.builtins.set(settled, (_run, _self, [body = NOTHING]) => {
    const whole = (): void => {};
    run.builtins.set(whole, (_inner, self, args) => outcome(run, () => callFunction(run, body, self, args)));
    return timed(whole);
  });
}

function outcome(run: Run, body: () => Timed): Timed {
  const { births } = run.times;
  let value: Timed = NOTHING;
  const { thrown, changed, settled } = settle(run, () => {
    value = body();
    return undefined;
  });
  raiseChanged(run, changed, births, settled);
  return thrown
    ? entryOf(run, "rejected", "reason", thrown.value, settled)
    : entryOf(run, "fulfilled", "value", value, settled);
}

/** What it came to is known when all of it has ended. */
function entryOf(run: Run, status: string, key: string, value: Timed, t: number): Timed {
  const entry = run.times.born({});
  run.outcomes.add(entry);
  defineMember(run, entry, "status", timed(status, t));
  defineMember(run, entry, key, timed(value.v, Math.max(value.t, t)));
  return timed(entry);
}
