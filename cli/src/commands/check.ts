/** `plaitc check`: everything that `build` would report, and nothing written. */
import { compile } from "plaitc-compiler/project";
import type { Command } from "../command.js";
import { summaryOf } from "./build.js";
import { PROJECT_OPTIONS, projectOf, refuseOperands, report } from "./projectOptions.js";

export const check: Command = {
  name: "check",
  operands: "[-p tsconfig.json]",
  summary: "report what is wrong with a project, without writing anything",
  options: {
    ...PROJECT_OPTIONS,
    json: { type: "boolean", about: "print { diagnostics } as JSON, remarks included" },
  },
  run(line, terminal) {
    refuseOperands(line, "check");
    const result = compile({ project: projectOf(line, terminal), noEmit: true });
    if (line.flag("json")) {
      terminal.out(JSON.stringify({ diagnostics: result.diagnostics }, null, 2));
      return result.diagnostics.some((d) => d.severity === "error") ? 1 : 0;
    }
    const errors = report(result.diagnostics, line, terminal);
    if (errors === 0) terminal.out(summaryOf(result));
    return errors > 0 ? 1 : 0;
  },
};
