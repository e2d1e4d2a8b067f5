/** Type equality, and an endpoint that every fixture can use. */
export type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
export type Expect<T extends true> = T;

export const endpoint = { provider: "openai", model: "gpt-4o-mini" } as const;
