/** What is bundled with a changed runtime: one run of a program in it. */
import { canonical } from "../canonical.js";
import { runReal, type Outcome } from "../harness.js";
import type { Factory } from "../program.js";
import type { Faults, Order } from "../world.js";

/** More scopes than any program of the generator needs: a mutant may have no end. */
const MOST_SCOPES = 50_000;

type Body = (...values: unknown[]) => unknown;
const hooks = globalThis as unknown as { $fuel(): void; $seen(body: Body): Body };

export interface Seen extends Outcome {
  /** What has been computed, each with the code and what came of it; none unless asked for. */
  computed: string[];
}

/** One run at a time. */
export async function run(
  factory: Factory,
  { order, faults, input }: { order: Order; faults: Faults | undefined; input: number },
  watch = false,
): Promise<Seen> {
  const computed: string[] = [];
  let scopes = 0;
  hooks.$fuel = () => {
    if (++scopes > MOST_SCOPES) throw new Error("the program does not end");
  };
  hooks.$seen = (body) => {
    if (!watch) return body;
    return (...values) => {
      // What else is handed over is there for its order.
      const taken = values.slice(0, body.length);
      const before = canonical(taken);
      const told = (outcome: string): void => {
        const after = canonical(taken);
        const changed = after === before ? "" : ` and makes ${after} of ${before}`;
        computed.push(`${String(body).replaceAll(" $step();", "")} → ${outcome}${changed}`);
      };
      try {
        const value = body(...values);
        // How a region ended is the runtime's own business.
        if ((value as object | undefined)?.constructor?.name === "Exit") return value;
        told(canonical(value));
        return value;
      } catch (error) {
        told(`throws ${canonical(error)}`);
        throw error;
      }
    };
  };
  return { ...(await runReal(factory, order, faults, input)), computed };
}
