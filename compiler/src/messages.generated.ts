/** Generated from compiler/messages by scripts/generate-messages.mjs: do not edit. */
import type { Diagnostic } from "./types.js";

export type Message = Pick<Diagnostic, "code" | "severity" | "message" | "hint">;

/** The file cannot be parsed. */
export function PLT1000(p: { message: string }): Message {
  return {
    code: "PLT1000",
    severity: "error",
    message: `${p.message}`,
  };
}

/** Module call in a comparator. */
export function PLT1001(p: { callback: string }): Message {
  return {
    code: "PLT1001",
    severity: "error",
    message: `a module cannot be called inside the comparator of \`${p.callback}\`, which must answer at once.`,
    hint: "Call the module for every element first, then sort by the results.",
  };
}

/** Module call in a getter or setter. */
export function PLT1002(p: { kind: string; name: string }): Message {
  return {
    code: "PLT1002",
    severity: "error",
    message: `a module cannot be called in the ${p.kind} \`${p.name}\`, which must finish at once.`,
    hint: `Make \`${p.name}\` a method.`,
  };
}

/** Module call in a constructor. */
export function PLT1003(p: { className: string }): Message {
  return {
    code: "PLT1003",
    severity: "error",
    message: `a module cannot be called while \`${p.className}\` is constructed.`,
    hint: "Move the call into `forward`, or into a method that `forward` calls.",
  };
}

/** Module call in a generator. */
export function PLT1004(p: { name: string }): Message {
  return {
    code: "PLT1004",
    severity: "error",
    message: `a module cannot be called in the generator \`${p.name}\`, which runs only when its consumer asks for more.`,
    hint: `Make \`${p.name}\` an ordinary method that returns an array.`,
  };
}

/** Module call in a synchronous callback of unknown code. */
export function PLT1005(p: { callback: string }): Message {
  return {
    code: "PLT1005",
    severity: "error",
    message: `a module is called inside a callback that is handed to \`${p.callback}\`, which cannot wait for the result.`,
    hint: "Call the module before, and use its result in the callback; or use an array method such as `map`.",
  };
}

/** Module call in a class inside of a function. */
export function PLT1006(p: { className: string }): Message {
  return {
    code: "PLT1006",
    severity: "error",
    message: `a module cannot be called in a method of \`${p.className}\`, a class inside of a function or without a name.`,
    hint: `Move \`${p.className}\` to the top of the file, or let it extend \`Module\` and be a field.`,
  };
}

/** Override that makes module calls where the base makes none. */
export function PLT1007(p: { method: string; base: string; file: string }): Message {
  return {
    code: "PLT1007",
    severity: "error",
    message: `\`${p.method}\` makes module calls, and \`${p.base}\` in ${p.file} calls it as a method that makes none.`,
    hint: `Make \`${p.method}\` abstract in \`${p.base}\`, or let the one of \`${p.base}\` call a module, too.`,
  };
}

/** Module whose base class a function makes. */
export function PLT1008(p: { className: string; base: string }): Message {
  return {
    code: "PLT1008",
    severity: "error",
    message: `\`${p.className}\` extends what \`${p.base}\` makes, which the compiler cannot follow, so its module calls cannot be compiled.`,
    hint: `Let \`${p.className}\` extend a class by its name, and keep what \`${p.base}\` adds in a field or a helper.`,
  };
}

/** A module field is reassigned while the pipeline runs. */
export function PLT1010(p: { field: string }): Message {
  return {
    code: "PLT1010",
    severity: "error",
    message: `\`${p.field}\` holds a module and is reassigned while the pipeline runs.`,
    hint: "Choose between two fields instead: `(hard ? this.strong : this.fast)(input)`.",
  };
}

/** Names cannot be followed here. */
export function PLT1012(p: { construct: string }): Message {
  return {
    code: "PLT1012",
    severity: "error",
    message: `\`${p.construct}\` cannot be compiled: it can read and change variables without naming them.`,
    hint: "Write the names out, or move this code into a function outside of the class.",
  };
}

/** The result of a module call is used as a promise. */
export function PLT1013(p: { member: string }): Message {
  return {
    code: "PLT1013",
    severity: "error",
    message: `\`.${p.member}\` is used on the result of a module call, which is the value itself and not a promise.`,
    hint: "Use the result as it is, or `await` it. Catch errors with `try` and `catch`.",
  };
}

/** The compiler does not trust its own output. */
export function PLT1020(p: { detail: string }): Message {
  return {
    code: "PLT1020",
    severity: "error",
    message: `internal error of plaitc: ${p.detail}`,
    hint: "Nothing was compiled here. Please report it with the source of this method.",
  };
}

/** An alias has no endpoint. */
export function PLT1030(p: { alias: string; owner: string; present: string }): Message {
  return {
    code: "PLT1030",
    severity: "error",
    message: `no endpoint for alias "${p.alias}", which \`${p.owner}\` needs. Endpoints given: ${p.present}.`,
    hint: `Add \`${p.alias}\` to \`endpoints\`, with its provider and model.`,
  };
}

/** There is no tsconfig. */
export function PLT1040(p: { path: string }): Message {
  return {
    code: "PLT1040",
    severity: "error",
    message: `there is no tsconfig at ${p.path}.`,
    hint: "Run `plaitc init` to make one, or name another with `-p path/to/tsconfig.json`.",
  };
}

/** The entry was not found. */
export function PLT1041(p: { entry: string; problem: string }): Message {
  return {
    code: "PLT1041",
    severity: "error",
    message: `no pipeline \`${p.entry}\`: ${p.problem}`,
    hint: "Write it as `file#name`, where `name` is exported by the file.",
  };
}

/** The input cannot be read. */
export function PLT1042(p: { problem: string }): Message {
  return {
    code: "PLT1042",
    severity: "error",
    message: `the value of \`--input\` is not valid: ${p.problem}`,
    hint: "Give JSON, a file with `@file.json`, or `-` for standard input.",
  };
}

/** The configuration file is not valid. */
export function PLT1050(p: { problem: string }): Message {
  return {
    code: "PLT1050",
    severity: "error",
    message: `${p.problem}`,
    hint: "Correct the entry that the message names.",
  };
}

/** A declaration is not understood. */
export function PLT3001(p: { declaration: string; problem: string }): Message {
  return {
    code: "PLT3001",
    severity: "warning",
    message: `this \`${p.declaration}\` declares nothing: ${p.problem}.`,
    hint: "Correct it, or leave it out: without it everything means the same.",
  };
}

/** A declaration contradicts the code. */
export function PLT3002(p: { name: string; declared: string; does: string }): Message {
  return {
    code: "PLT3002",
    severity: "warning",
    message: `\`${p.name}\` is declared \`${p.declared}\`, but it ${p.does}.`,
    hint: "Correct the declaration, or the function.",
  };
}

/** A call cannot be started early. */
export function PLT3010(p: { call: string; reason: string }): Message {
  return {
    code: "PLT3010",
    severity: "warning",
    message: `\`${p.call}\` waits for the tests in front of it, although it is marked with \`speculate\`: ${p.reason}.`,
    hint: "If making the call for nothing does no harm, declare `static idempotent = true` in its class; otherwise remove `speculate`.",
  };
}

/** An unknown call counts as an effect. */
export function PLT2001(p: { callee: string }): Message {
  return {
    code: "PLT2001",
    severity: "remark",
    message: `\`${p.callee}\` may have effects, so it runs only when everything before it has succeeded.`,
    hint: "If it only computes a value, declare it `@plait pure`, list it in `plait.config.json`, or call it outside of `forward`.",
  };
}

/** An object may change. */
export function PLT2002(p: { object: string; by: string }): Message {
  return {
    code: "PLT2002",
    severity: "remark",
    message: `\`${p.object}\` may be changed by \`${p.by}\`, so what reads it keeps its place in the order.`,
    hint: "Pass a copy (`[...list]`, `{ ...object }`), or build a new value instead of changing this one.",
  };
}

/** The iterations of a loop wait for one another. */
export function PLT2003(p: { reason: string }): Message {
  return {
    code: "PLT2003",
    severity: "remark",
    message: `iterations wait for one another, because ${p.reason}.`,
    hint: "To overlap them, compute each iteration's result on its own and join the results after the loop.",
  };
}

/** An array callback runs one element after another. */
export function PLT2004(p: { method: string; reason: string }): Message {
  return {
    code: "PLT2004",
    severity: "remark",
    message: `the callback of \`${p.method}\` runs one element after another, because ${p.reason}.`,
    hint: `Use \`map\` for the calls, and \`${p.method}\` on their results.`,
  };
}

/** A try block runs in the written order. */
export function PLT2005(p: { reason: string }): Message {
  return {
    code: "PLT2005",
    severity: "remark",
    message: `the calls in this \`try\` run one after another, because ${p.reason}.`,
    hint: "Keep only what the handler is for inside of the `try`.",
  };
}

/** A function with module calls is stored in a variable. */
export function PLT2006(p: { name: string }): Message {
  return {
    code: "PLT2006",
    severity: "remark",
    message: `\`${p.name}\` holds a function that makes module calls, so its calls run in the written order.`,
    hint: "Make it a method of the class, or write the callback where it is used.",
  };
}

/** A part of the method runs as written. */
export function PLT2007(p: { construct: string; instead: string }): Message {
  return {
    code: "PLT2007",
    severity: "remark",
    message: `${p.construct} runs as written, one call after another.`,
    hint: `${p.instead} Calls outside of it overlap.`,
  };
}

/** The rest of the method joins a sequential part. */
export function PLT2008(p: { construct: string }): Message {
  return {
    code: "PLT2008",
    severity: "remark",
    message: `everything after ${p.construct} waits for its end, because it may leave the method early.`,
    hint: "Let it compute a value, and test the value afterwards.",
  };
}

/** It is not known whether a callee is a module. */
export function PLT2009(p: { callee: string }): Message {
  return {
    code: "PLT2009",
    severity: "remark",
    message: `whether \`${p.callee}\` is a module is known only when it runs; until then it is treated like a module.`,
    hint: "Give it a type that extends `Module`, or make it a function that is known at build time.",
  };
}

/** A captured variable is reassigned. */
export function PLT2010(p: { variable: string }): Message {
  return {
    code: "PLT2010",
    severity: "remark",
    message: `\`${p.variable}\` is used in a function and reassigned, so the steps around it keep their order.`,
    hint: "Use a `const` for the value that the function is meant to see.",
  };
}

/** A change of an object keeps its place. */
export function PLT2011(p: { change: string }): Message {
  return {
    code: "PLT2011",
    severity: "remark",
    message: `\`${p.change}\` changes an object that others can see, so it happens only when everything before it has succeeded.`,
    hint: "Build a new value instead (`[...list, item]`, `{ ...object, key }`), or change an object that is made in the method.",
  };
}

/** State that something changes is read in its place. */
export function PLT2012(p: { state: string }): Message {
  return {
    code: "PLT2012",
    severity: "remark",
    message: `\`${p.state}\` is read in its place in the order, because it is changed while the pipeline runs.`,
    hint: "Read it once before the calls, pass it as an argument, or make it something that never changes.",
  };
}

/** Printing, the clock and random numbers keep their place. */
export function PLT2013(p: { call: string; does: string }): Message {
  return {
    code: "PLT2013",
    severity: "remark",
    message: `\`${p.call}\` ${p.does}, so it waits for everything before it; only what uses its value waits for it.`,
    hint: "Nothing has to be done. To have it earlier, move it before the calls that it need not follow.",
  };
}

/** A result that nothing uses is still waited for. */
export function PLT2014(p: { call: string }): Message {
  return {
    code: "PLT2014",
    severity: "remark",
    message: `nothing uses the result of \`${p.call}\`, but the method ends only when the call has ended.`,
    hint: "Remove the call, or return its result, if it is not made for what it does.",
  };
}

/** Calls of an ordered module wait for one another. */
export function PLT2015(p: { call: string; module: string }): Message {
  return {
    code: "PLT2015",
    severity: "remark",
    message: `\`${p.call}\` waits for everything before it, because \`${p.module}\` is declared to keep the order of its calls.`,
    hint: "If the order of its calls does not matter, remove `static effects = \"ordered\"`.",
  };
}

/** Code without module calls waits for all that it is given. */
export function PLT2016(p: { text: string; given: string }): Message {
  return {
    code: "PLT2016",
    severity: "remark",
    message: `\`${p.text}\` makes no module call, so it is one step: it waits for all of ${p.given}, also for what it may not need.`,
    hint: "Give it only what it needs. For a list of results, do what is to be done with each element in a callback of `map`.",
  };
}

/** A finally block begins when its try block has ended. */
export function PLT2017(): Message {
  return {
    code: "PLT2017",
    severity: "remark",
    message: "the calls in this `finally` wait for everything in its `try`, because a `finally` block comes last.",
    hint: "Calls that need not come last can stand before the `try`, or behind it.",
  };
}

/** A call is made once for two places. */
export function PLT2020(p: { call: string; place: string }): Message {
  return {
    code: "PLT2020",
    severity: "remark",
    message: `\`${p.call}\` is not made a second time: the call at ${p.place} has the same arguments, and its module is declared deterministic.`,
    hint: "To have both calls made, remove `static deterministic = true` from the class.",
  };
}
