/** Types for the tests. */
export function generate(): Record<string, string>;
export function stale(): string[];
