// How the engine is to run what compiles thousands of small programs one after another.

/**
 * A full collection of garbage takes the optimised code of all inner functions with it, and what a small young
 * generation keeps too long is copied again and again: rare collections, and code that is optimised when it is used
 * a lot, are a third of the time.
 */
export const ENGINE = [
  "--min-semi-space-size=128",
  "--max-semi-space-size=128",
  "--heap-growing-percent=600",
  "--max-old-space-size=1500",
  // From Node 22 on there is no such option, and the compilers in between make up for it.
  ...(Number.parseInt(process.versions.node, 10) < 22 ? ["--interrupt-budget=800000"] : []),
];
