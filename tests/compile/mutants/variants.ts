/** The runs that a mutant must survive: orders of completion, failing calls, inputs. */
import { chance } from "../canonical.js";
import { ORDERS, slowModules, type Faults, type Order } from "../world.js";

export interface Variant {
  order: Order;
  faults: Faults | undefined;
  input: number;
}

const INPUTS = [0, 1];

const failing = (seed: number, rates: readonly number[]): (Faults | undefined)[] => [
  undefined,
  ...rates.map((rate, i) => ({ seed: seed * 10 + i, rate })),
];

/** The orders of the fuzzer and one more in which whole modules are slow, with more failures. */
export function variantsOf(seed: number): Variant[] {
  return [...ORDERS, slowModules(104)].flatMap((order, i) =>
    failing(seed + i, [0.04, 0.12, 0.3]).flatMap((faults) => INPUTS.map((input) => ({ order, faults, input }))),
  );
}

const MORE_ORDERS = 12;

/** Orders in which whole modules are slow, and others in which each call takes its own time. */
function orderOf(seed: number): Order {
  if (seed % 2 === 0) return slowModules(seed);
  return { name: `more ${seed}`, latency: (key) => Math.ceil(Math.exp(6 * chance(`${seed}|${key}`))) };
}

/** What is run in addition to tell a mutant that no check sees from one that does the same. */
export function moreVariantsOf(seed: number): Variant[] {
  return Array.from({ length: MORE_ORDERS }, (_, i) => i).flatMap((i) =>
    failing(seed + 100 + i, [0.04, 0.1, 0.2]).flatMap((faults) =>
      INPUTS.map((input) => ({ order: orderOf(i), faults, input })),
    ),
  );
}
