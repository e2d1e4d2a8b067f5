/** The program inside a module that does nothing else. */
import type { Node } from "oxc-parser";
import { Edits } from "../edits.js";
import { splitFiles } from "../files.js";
import { eachChild, parseTypeScript } from "../walk.js";
import { compiledMethods } from "./places.js";
import type { Rule } from "./rules.js";

const INNER = "Inner9";

export const wrapped: Rule = (program) => {
  const forward = compiledMethods(program).find(({ className, name }) => className === "Main" && name === "forward");
  const [main] = splitFiles(program.source);
  if (!forward || !main || forward.node.value.params.length !== forward.params.length) return undefined;
  const edits = new Edits();
  const visit = (node: Node, around: Node | undefined): void => {
    const isKey = around?.type === "MemberExpression" && around.property === node && !around.computed;
    if (node.type === "Identifier" && node.name === "Main" && !isKey) edits.replace(node.start, node.end, INNER);
    eachChild(node, (child) => visit(child, node));
  };
  visit(parseTypeScript(main.name, main.text).program, undefined);
  const [start, wait] = forward.isAsync ? ["async ", "await "] : ["", ""];
  const names = forward.params.join(", ");
  const typed = forward.params.map((name) => `${name}: any`).join(", ");
  // A program of several files may have no module class of its own here.
  edits.open(0, `import { Module as Module9 } from "plait";\n`);
  edits.close(
    main.text.length,
    `export class Main extends Module9 {\n  inner9 = new ${INNER}();\n  ${start}forward(${typed}) { return ${wait}this.inner9(${names}); }\n}\n`,
  );
  return { source: edits.apply(program.source), restore: (text) => text.replaceAll(INNER, "Main") };
};
