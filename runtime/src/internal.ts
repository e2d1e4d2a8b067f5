/** What generated code and the tools of plaitc use. Not for direct use; it changes with the plan version. */
export {
  compiled,
  compiledField,
  compiledPrivates,
  compiledFunction,
  forgetPrograms,
  planOf,
  type PlanTree,
} from "./run/protocol.js";
export { Scope } from "./run/scope.js";
export { Sequential } from "./run/sequential.js";
export * from "./plan.js";
export { criticalPathMs } from "./observe/criticalPath.js";
export { execute, type ExecuteOptions } from "./run/execute.js";
export { realEnv, type Env, type Timer } from "./env.js";
