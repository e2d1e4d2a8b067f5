/** What `npm run fuzz` uses of the rig. It is bundled into one file (scripts/fuzz.mjs), so that its processes start at once. */
export { fuzzEach, shrinkFailure } from "./fuzz.js";
export { generate } from "./generate.js";
export { kindsOfCode } from "./generateContext.js";
export { addTally, sumOfTallies } from "./tally.js";
