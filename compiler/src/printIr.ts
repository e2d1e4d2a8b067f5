/** The intermediate form as text, for `--print-after-all`, fixtures and debugging. */
import { armsOf, operandsOf, outsOf, type Block, type Code, type MethodIr, type Operand } from "./ir.js";

export function printMethod(ir: MethodIr, source: string): string {
  const code = (parts: Code): string =>
    parts
      .map((p) => (typeof p === "string" ? p : "id" in p ? p.name : source.slice(p.start, p.end)))
      .join("")
      .replace(/\s+/g, " ");
  const operand = (o: Operand): string => ("variable" in o ? o.variable.name : code(o.code));
  const block = (b: Block, indent: string): string[] => {
    const lines: string[] = [];
    for (const op of b.ops) {
      const outs = outsOf(op)
        .map((v) => v.name)
        .join(", ");
      const site = "site" in op ? ` ${op.site}` : "";
      const inputs = operandsOf(op).map(operand).join(", ");
      const body =
        "code" in op
          ? ` ${code(op.code)}`
          : op.kind === "get"
            ? ` .${op.key}`
            : op.kind === "invoke"
              ? ` this.${op.name}`
              : op.kind === "list"
                ? ` .${op.method}`
                : op.kind === "members"
                  ? ` ${op.what}`
                  : "";
      lines.push(`${indent}${outs === "" ? "" : `${outs} = `}${op.kind}${site} [${inputs}]${body}`);
      for (const arm of armsOf(op)) {
        const params = arm.params.map((v) => v.name).join(", ");
        lines.push(
          `${indent}{${params === "" ? "" : ` (${params})`}`,
          ...block(arm.block, `${indent}  `),
          `${indent}}`,
        );
      }
    }
    const { result } = b;
    if (result.kind === "value") lines.push(`${indent}→ ${result.value ? operand(result.value) : "undefined"}`);
    else if (result.kind === "outs") lines.push(`${indent}→ [${result.values.map(operand).join(", ")}]`);
    else if (result.kind === "exit")
      lines.push(
        `${indent}→ ${result.exit === "next" ? "next" : `exit ${result.exit}`} [${result.values.map(operand).join(", ")}]`,
      );
    else lines.push(`${indent}→ ${result.label.name}(${result.args.map(operand).join(", ")})`);
    return lines;
  };
  return [
    `${ir.name}(${ir.params.map((p) => (p.rest ? "..." : "") + p.variable.name).join(", ")})`,
    ...block(ir.body, "  "),
  ].join("\n");
}
