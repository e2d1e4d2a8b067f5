/** `await` for code that is told, not resumed: what a promise or thenable means here is what it means there. */

/** Calls one of the two with what `await value` gives or throws. Never throws itself, whatever `value` is. */
export async function awaited(
  value: unknown,
  done: (value: unknown) => void,
  failed: (error: unknown) => void,
): Promise<void> {
  let settled: unknown;
  try {
    settled = await value;
  } catch (error) {
    failed(error);
    return;
  }
  done(settled);
}

/** Whether `await` would make of the value something else than itself. */
export function isThenable(value: unknown): boolean {
  if ((typeof value !== "object" || value === null) && typeof value !== "function") return false;
  try {
    return typeof (value as { then?: unknown }).then === "function";
  } catch {
    return true; // `await` throws it
  }
}
