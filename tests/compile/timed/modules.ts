/** What programs import as "plait": a module is a function, and a call of it comes back to the interpreter. */
import { callModule } from "./calls.js";
import type { Run } from "./run.js";
import { timed } from "./values.js";

export function modulesOf(run: Run): Record<string, unknown> {
  class Module {
    constructor() {
      const self = (...args: unknown[]): unknown => {
        // Called by a builtin.
        const t = run.nativeT;
        const result = callModule(
          run,
          timed(self, t),
          args.map((arg) => timed(arg, t)),
        );
        run.nativeOut = Math.max(run.nativeOut, run.times.deep(result));
        return result.v;
      };
      for (const key of ["name", "length"]) delete (self as unknown as Record<string, unknown>)[key];
      run.modules.add(self);
      run.times.born(self);
      return Object.setPrototypeOf(self, new.target.prototype) as Module;
    }
    forward(..._args: unknown[]): unknown {
      throw new Error("no forward");
    }
  }
  class LLMInference extends Module {
    readonly alias: string;
    constructor(options: { alias: string; output?: unknown }) {
      super();
      this.alias = options.alias;
      run.models.set(this, options.output !== undefined);
    }
    // `model.forward(x)` is `model(x)`.
    override forward(...args: unknown[]): unknown {
      return (this as unknown as (...given: unknown[]) => unknown)(...args);
    }
  }
  run.moduleBase = Module;
  return { Module, LLMInference };
}
