/** What is said of a construct that is not taken apart: what it is, and what to write instead. */
import type { Node } from "oxc-parser";
import { globalName } from "../analyze/freshShape.js";
import { PLT2007, type Message } from "../messages.generated.js";
import { shortText } from "../syntax/file.js";
import { isFunction } from "../syntax/walk.js";
import type { State } from "./state.js";

/** How much of the source a message quotes. */
const QUOTED = 40;

export function asWritten(state: State, node: Node): Message {
  const [construct, instead] = describe(node, state) ?? [
    `\`${shortText(state.ctx.file, node, QUOTED)}\``,
    "Give each module call in it a `const` of its own, and use those.",
  ];
  return PLT2007({ construct, instead });
}

function describe(node: Node, { ctx }: State): [construct: string, instead: string] | undefined {
  if (isFunction(node)) {
    if (node.generator) return ["a generator function", "Collect what it gives in a list, and return the list."];
    if (node.type !== "ArrowFunctionExpression")
      return ["a function with a `this` of its own", "Write an arrow function, or make it a method of the class."];
    return ["this function", "Make it a method of the class, or give it a list in place of `...rest`."];
  }
  switch (node.type) {
    case "BlockStatement":
      return ["a block with `using`", "Dispose of it in a `finally`, or move the module calls out of the block."];
    case "ForOfStatement":
      return node.await
        ? ["`for await`", "Collect the values first (`await Array.fromAsync(values)`), and loop over the list."]
        : ["`for (using …)`", "Dispose of each in a `finally`."];
    case "ForInStatement":
      return ["a `for … in` whose body may change objects", "Loop over `Object.keys(object)`."];
    case "VariableDeclaration":
      return node.kind.endsWith("using")
        ? [`\`${node.kind}\``, "Dispose of it in a `finally`, or move the module calls out of its block."]
        : undefined;
    case "CallExpression":
      if (/^Promise\.(?:race|any)$/.test(globalName(node, ctx) ?? ""))
        return [
          "a race of module calls with other promises",
          "Race module calls alone; a call that takes too long ends by its endpoint's `timeoutMs`.",
        ];
      return node.optional
        ? ["an optional call", "Test with `if` whether it is there, and call it in there."]
        : node.arguments.some((argument) => argument.type === "SpreadElement")
          ? ["a call with a spread list of arguments", "Write the arguments one by one, or pass the list as one."]
          : undefined;
    case "ChainExpression":
      return ["a module call behind `?.`", "Test with `if` whether it is there, and make the call in there."];
    case "YieldExpression":
      return ["`yield`", "Collect the values in a list, and return the list."];
    case "ClassExpression":
      return ["a class in an expression", "Declare it outside of the method."];
    case "ImportExpression":
      return ["`import(…)`", "Import it at the top of the file."];
    case "UnaryExpression":
      return node.operator === "delete"
        ? ["a `delete` around a module call", "Keep the result of the call in a `const` first."]
        : undefined;
    case "ObjectPattern":
    case "ArrayPattern":
    case "AssignmentPattern":
      return ["a pattern with a module call in it", "Take the members out one by one."];
    default:
      return undefined;
  }
}
