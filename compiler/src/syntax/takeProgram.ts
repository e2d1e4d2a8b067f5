/**
 * The tree that a parse gives, for the collector's sake. oxc-parser's result is an object literal with getters, each
 * result has getters of its own, and V8 writes such functions into a hidden class in its old space. There they hold
 * the result, and with it the tree, until the next full collection: no tree would die young.
 */
import type { ParseResult, Program } from "oxc-parser";

/** What the result keeps is an empty program: it is not asked again. */
export function takeProgram(result: ParseResult): Program {
  const { program } = result;
  const taken = { ...program };
  program.body = [];
  return taken;
}
