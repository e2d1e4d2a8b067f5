/**
 * A lowered method as text. Names are those of the source; a value that is used once, by the next operation,
 * is written in its place:
 *
 *   forward($, doc1, doc2) {
 *     const facts1 = $.call(0, this.extractor, [doc1]);
 *     return $.call(1, this.comparer, [$.on([facts1, doc2], (facts1, doc2) => `${facts1} vs ${doc2}`)]);
 *   }
 */
import {
  blocksOf,
  HOLE,
  operandsOf,
  outsOf,
  resultsOf,
  variablesIn,
  type Arm,
  type Block,
  type Code,
  type Input,
  type Member,
  type MethodIr,
  type Op,
  type Operand,
  type Variable,
} from "../ir.js";
import { isPlainKey } from "../syntax/walk.js";
import type { Piece } from "./writer.js";

interface Pending {
  variable: Variable;
  pieces: Piece[];
}

class Emitter {
  readonly #scope: string;
  readonly #text: string;
  readonly #uses = new Map<number, number>();
  /** Constants that texts name without taking them as inputs. */
  readonly #named: ReadonlySet<string>;

  constructor(scope: string, method: MethodIr, named: ReadonlySet<string>, text: string) {
    this.#text = text;
    this.#scope = scope;
    this.#named = named;
    const count = (operand: Operand): void => {
      for (const v of variablesIn(operand)) this.#uses.set(v.id, (this.#uses.get(v.id) ?? 0) + 1);
    };
    const visit = (block: Block): void => {
      for (const op of block.ops) {
        operandsOf(op).forEach(count);
        if (op.kind === "let") count({ code: op.code });
        else if ("code" in op)
          count({ code: op.code.filter((part) => typeof part === "object" && "id" in part && part.plain) });
        blocksOf(op).forEach(visit);
      }
      resultsOf(block).forEach(count);
    };
    visit(method.body);
  }

  #used(variable: Variable): number {
    return this.#uses.get(variable.id) ?? 0;
  }

  #isNamed(variable: Variable): boolean {
    return this.#used(variable) > 0 || this.#named.has(variable.name);
  }

  code(code: Code): Piece[] {
    return code.map((part): Piece =>
      typeof part === "string" ? part : "id" in part ? part.name : { start: part.start, end: part.end },
    );
  }

  operand(operand: Operand, pending: ReadonlyMap<number, Piece[]>): Piece[] {
    if ("code" in operand) return this.code(operand.code);
    return pending.get(operand.variable.id) ?? [operand.variable.name];
  }

  list(operands: readonly Operand[], pending: ReadonlyMap<number, Piece[]>): Piece[] {
    const pieces = operands.flatMap((operand, i): Piece[] => [
      ...(i > 0 ? [", "] : []),
      ...this.operand(operand, pending),
    ]);
    // A last comma is none of a list.
    return operands.at(-1) === HOLE ? [...pieces, ","] : pieces;
  }

  /** The statements of a block, each on lines of its own. */
  statements(block: Block, indent: string): Piece[] {
    const lines: Piece[] = [];
    let pending: Pending[] = [];
    const line = (...pieces: Piece[]): void => {
      lines.push(indent, ...pieces, ";\n");
    };
    const flush = (count: number): void => {
      for (const p of pending.slice(0, count)) line("const ", p.variable.name, " = ", ...p.pieces);
      pending = pending.slice(count);
    };
    /** What the next operation can take in its place: the last of what is pending, as far as the order of evaluation stays. */
    const take = (operands: readonly Operand[]): Map<number, Piece[]> => {
      const order = operands.flatMap((o) => ("variable" in o ? [o.variable.id] : []));
      let cut = pending.length;
      let at = order.length;
      while (cut > 0 && at > 0) {
        const position = order.lastIndexOf((pending[cut - 1] as Pending).variable.id, at - 1);
        if (position === -1) break;
        at = position;
        cut--;
      }
      // Of what stays pending, nothing may be named by this operation.
      for (let i = cut - 1; i >= 0; i--) {
        if (order.includes((pending[i] as Pending).variable.id)) {
          flush(i + 1);
          cut -= i + 1;
          break;
        }
      }
      const taken = new Map(pending.slice(cut).map((p) => [p.variable.id, p.pieces]));
      pending = pending.slice(0, cut);
      return taken;
    };

    for (const op of block.ops) {
      if (op.kind === "let" && this.#used(op.out as Variable) === 0 && !this.#named.has((op.out as Variable).name))
        continue;
      const taken = take(operandsOf(op));
      const pieces = this.op(op, taken, indent);
      const outs = outsOf(op);
      const inPlace =
        op.kind !== "let" &&
        op.kind !== "join" &&
        op.kind !== "closure" &&
        op.kind !== "ahead" &&
        op.out !== undefined &&
        outs.length === 1 &&
        this.#used(op.out) === 1 &&
        (op.out.name.startsWith(this.#scope) || isResult(block, op.out));
      if (inPlace) {
        pending.push({ variable: op.out as Variable, pieces });
        continue;
      }
      flush(pending.length);
      if (op.kind === "join") line("const ", op.label.name, " = ", ...pieces);
      else if (op.kind === "closure") line("const ", (op.out as Variable).name, " = ", ...pieces);
      else if (isOneValue(op)) line("const ", (outs[0] as Variable).name, " = ", ...pieces);
      else if (op.out === undefined && outs.length > 0) {
        line("const [", outs.map((o) => o.name).join(", "), "] = ", ...pieces);
      } else if (op.out === undefined || (op.kind !== "let" && this.#used(op.out) === 0)) line(...pieces);
      else line("const ", op.out.name, " = ", ...pieces);
    }

    const { result } = block;
    if (result.kind === "value" && result.value) {
      const taken = take([result.value]);
      flush(pending.length);
      line("return ", ...this.operand(result.value, taken));
    } else if (result.kind === "exit") {
      const taken = take(result.values);
      flush(pending.length);
      const head = result.exit === "next" ? `${this.#scope}.next([` : `${this.#scope}.exit(${result.exit}, [`;
      line("return ", head, ...this.list(result.values, taken), "])");
    } else if (result.kind === "outs" && result.values.length > 0) {
      const taken = take(result.values);
      flush(pending.length);
      line("return [", ...this.list(result.values, taken), "]");
    } else if (result.kind === "jump") {
      const taken = take(result.args);
      flush(pending.length);
      line(
        "return ",
        result.label.name,
        "(",
        this.#scope,
        ...(result.args.length > 0 ? [", "] : []),
        ...this.list(result.args, taken),
        ")",
      );
    } else flush(pending.length);
    return lines;
  }

  /** A block as the body of an arrow function. */
  arrow(params: readonly string[], block: Block, indent: string): Piece[] {
    const body = this.statements(block, `${indent}  `);
    const head = `(${[this.#scope, ...params].join(", ")}) => `;
    if (body.length === 0) return [`() => {}`];
    // One `return` line becomes an expression.
    const ends = body.filter((p) => typeof p === "string" && p === ";\n").length;
    if (ends === 1 && body[1] === "return ") {
      const expression = body.slice(2, -1);
      return [head, ...parenthesised(expression, this.#text)];
    }
    return [`${head}{\n`, ...body, `${indent}}`];
  }

  arm({ params, block }: Arm, indent: string): Piece[] {
    return this.arrow(
      params.map((v) => v.name),
      block,
      indent,
    );
  }

  /** The body of a walk: element, index and list come first, also where the source names fewer. */
  walkArm({ params, block }: Arm, carried: number, indent: string): Piece[] {
    const own = params.slice(0, params.length - carried).map((v) => v.name);
    if (carried === 0) {
      for (let i = own.length - 1; i > 0 && !this.#isNamed(params[i] as Variable); i--) own.pop();
      return this.arrow(own, block, indent);
    }
    while (own.length < 3) own.push(`${this.#scope}${["item", "index", "list"][own.length]}`);
    return this.arrow([...own, ...params.slice(params.length - carried).map((v) => v.name)], block, indent);
  }

  /** A region that cannot but go on behind it gives its variables. */
  region(outs: readonly Variable[], pieces: Piece[]): Piece[] {
    return outs.length === 0 ? pieces : [`${this.#scope}.outs(${outs.length}, `, ...pieces, ")"];
  }

  inputs(all: readonly Input[], pending: ReadonlyMap<number, Piece[]>): { list: Piece[]; params: string } {
    const same = (a: Operand, b: Operand): boolean => "variable" in a && "variable" in b && a.variable === b.variable;
    const inputs = all.filter(
      (input) => !input.orderOnly || !all.some((i) => !i.orderOnly && same(i.value, input.value)),
    );
    return {
      list: [
        "[",
        ...this.list(
          inputs.map((i) => i.value),
          pending,
        ),
        "]",
      ],
      params: inputs
        .filter((i) => !i.orderOnly)
        .map((i) => i.name)
        .join(", "),
    };
  }

  /** `key: value`, or `key` alone where both are one name of the source. */
  member(member: Member, value: Piece[]): Piece[] {
    const key = this.code(member.key);
    return value.length === 1 && value[0] === member.name ? value : [...key, ": ", ...value];
  }

  literal(members: readonly Member[], pending: ReadonlyMap<number, Piece[]>): Piece[] {
    const pieces = members.flatMap((member, i): Piece[] => [
      ...(i > 0 ? [", "] : []),
      ...this.member(member, this.operand(member.value, pending)),
    ]);
    return ["{ ", ...pieces, " }"];
  }

  op(op: Op, pending: ReadonlyMap<number, Piece[]>, indent: string): Piece[] {
    const $ = this.#scope;
    const of = (operand: Operand): Piece[] => this.operand(operand, pending);
    switch (op.kind) {
      case "let":
        return this.code(op.code);
      case "call": {
        const args = this.list(op.args, pending);
        return [
          `${$}.${op.listed ? "apply" : "call"}(${op.site}, `,
          ...of(op.callee),
          ", ",
          ...(op.listed ? args : ["[", ...args, "]"]),
          ...(op.self ? [", ", ...of(op.self)] : []),
          ")",
        ];
      }
      case "ahead":
        return [`${$}.ahead(${op.site}, `, ...of(op.callee), ", [", ...this.list(op.args, pending), "])"];
      case "use":
        return [`${$}.use(${op.ahead.name})`];
      case "drop":
        return [`${$}.drop(${op.ahead.name})`];
      case "invoke": {
        const args = this.list(op.args, pending);
        const head = `${$}.${op.listed ? "applyMethod" : "invoke"}(${op.site}, this, ${JSON.stringify(op.name)}, `;
        return [head, ...(op.listed ? args : ["[", ...args, "]"]), ")"];
      }
      case "enter":
        return this.region(op.outs, [`${$}.enter(${op.site}, ${op.fn.name}, [`, ...this.list(op.args, pending), "])"]);
      case "closure": {
        const names = op.params.map((p) => (p.rest ? `...${p.variable.name}` : p.variable.name));
        const arrow = this.arrow(names, op.body, indent);
        return op.asValue ? [`${$}.closure(`, ...arrow, ")"] : arrow;
      }
      case "at":
        return [`${$}.at(`, ...of(op.value), ", ", ...of(op.key), ")"];
      case "list": {
        const head = [`${$}.list(${JSON.stringify(op.method)}, `, ...of(op.list)];
        return [...head, ...(op.args.length === 0 ? [] : [", [", ...this.list(op.args, pending), "]"]), ")"];
      }
      case "is":
        return [`${$}.is${op.what}(`, ...of(op.value), ")"];
      case "members":
        return [`${$}.members(${JSON.stringify(op.what)}, `, ...of(op.value), ")"];
      case "writers":
        return [`${$}.writers()`];
      case "behind":
        return [`${$}.behind(`, ...of(op.value), ", ", ...of(op.after), ")"];
      case "changed":
        return [`${$}.changed(`, ...of(op.value), ", ", ...of(op.before), ")"];
      case "merge": {
        const parts = op.parts.map((part) => (Array.isArray(part) ? this.literal(part, pending) : of(part)));
        return [`${$}.merge([`, ...parts.flatMap((part, i) => (i > 0 ? [", ", ...part] : part)), "])"];
      }
      case "member":
        return [`${$}.member(`, ...of(op.key), ", ", ...of(op.value), ")"];
      case "push":
        return [
          `${$}.push(`,
          ...of(op.list),
          ", [",
          ...this.list(op.values, pending),
          op.spread.length === 0 ? "])" : `], [${op.spread.join(", ")}])`,
        ];
      case "put":
        return [`${$}.put(`, ...of(op.object), ", ", ...of(op.key), ", ", ...of(op.value), ")"];
      case "filter":
        return [`${$}.filter(`, ...of(op.items), ", ", ...of(op.flags), ")"];
      case "flat":
        return [`${$}.flat(`, ...of(op.lists), ")"];
      case "mark":
        return [`${$}.mark(${op.record.name}, ${op.index}, `, ...of(op.value), ")"];
      case "block":
        return this.region(op.outs, [`${$}.block(`, ...this.arrow([], op.body, indent), ")"]);
      case "loop":
        return this.region(op.outs, [
          `${$}.loop(${op.site}, [`,
          ...this.list(op.values, pending),
          "], ",
          ...this.arm(op.body, indent),
          ")",
        ]);
      case "each": {
        const how = Object.keys(op.how).length === 0 ? [] : [", ", JSON.stringify(op.how)];
        const head = [`${$}.each(${op.site}, `, ...of(op.items), ", [", ...this.list(op.values, pending), "], "];
        return this.region(op.outs, [...head, ...this.walkArm(op.body, op.values.length, indent), ...how, ")"]);
      }
      case "mapWith":
        return [
          `${$}.mapWith(${op.site}, `,
          ...of(op.items),
          ", [",
          ...this.list(op.values, pending),
          "], ",
          ...this.walkArm(op.body, op.values.length, indent),
          op.live ? ", true)" : ")",
        ];
      case "try": {
        const parts: Piece[] = [`${$}.try([`, ...this.list(op.values, pending), "], "];
        parts.push(...this.arrow([op.record.name], op.body, indent));
        if (op.handler) parts.push(", ", ...this.arm(op.handler, indent));
        if (op.finalizer) parts.push(op.handler ? ", " : ", undefined, ", ...this.arm(op.finalizer, indent));
        return this.region(op.outs, [...parts, ")"]);
      }
      case "after":
        return [
          `${$}.after(`,
          ...of(op.exit),
          ...op.places.flatMap((place): Piece[] => [", ", ...this.arm(place, indent)]),
          ")",
        ];
      case "on":
      case "effect":
      case "throw": {
        if (op.kind === "on" && op.bare) return this.code(op.code);
        const { list, params } = this.inputs(op.inputs, pending);
        const code = this.code(op.code);
        const body = op.node.type === "SequenceExpression" ? ["(", ...code, ")"] : parenthesised(code, this.#text);
        const name = op.kind === "effect" && !op.writes ? "inTurn" : op.kind;
        return [`${$}.${name}(`, ...list, `, (${params}) => `, ...body, ")"];
      }
      case "await":
        return [`${$}.await(`, ...of(op.value), ")"];
      case "written":
        return [`${$}.written(`, ...this.list(operandsOf(op), pending), ")"];
      case "get":
        return [`${$}.get(`, ...of(op.value), `, ${JSON.stringify(op.key)})`];
      case "unpack": {
        const parts = `[${op.names.join(", ")}]`;
        return [
          `${$}.unpack(${JSON.stringify(op.keys)}, `,
          ...of(op.value),
          ", ",
          ...(op.isInside
            ? [`(${op.name}) => { const [`, ...this.code(op.pattern), `] = [${op.name}]; return ${parts}; }`]
            : ["(", ...this.code(op.pattern), `) => ${parts}`]),
          op.rest === undefined ? ")" : `, ${JSON.stringify(op.rest)})`,
        ];
      }
      case "array":
        return [
          `${$}.array([`,
          ...this.list(op.elements, pending),
          op.spread.length === 0 ? "])" : `], [${op.spread.join(", ")}])`,
        ];
      case "object":
        return [`${$}.object(`, ...this.literal(op.members, pending), ")"];
      case "if":
      case "branch": {
        const arms = [", ", ...this.arrow([], op.then, indent), ", ", ...this.arrow([], op.otherwise, indent), ")"];
        if (op.kind === "if" || op.outs.length === 0) return [`${$}.if(`, ...of(op.test), ...arms];
        return [`${$}.branch(${op.outs.length}, `, ...of(op.test), ...arms];
      }
      case "map": {
        const params = [op.item.name];
        if (op.index || op.list) params.push(op.index?.name ?? `${$}i`);
        if (op.list) params.push(op.list.name);
        const method = op.method === "map" ? [] : [`, ${JSON.stringify(op.method)}`];
        if (op.joined === "settled") method.push(`, () => ({ status: "fulfilled", value: undefined })`);
        const head = op.inline ? [`${$}.over(`] : [`${$}.${op.joined ? "mapAll" : "map"}(${op.site}, `];
        return [...head, ...of(op.items), ", ", ...this.arrow(params, op.body, indent), ...method, ")"];
      }
      case "join":
        return this.arrow(
          op.params.map((p) => p.name),
          op.body,
          indent,
        );
      case "statements":
      case "sequential": {
        const { list, params } = this.inputs(op.inputs, pending);
        const sequential = op.kind === "sequential";
        const name = sequential ? "sequential" : !op.effect ? "on" : op.writes ? "effect" : "inTurn";
        const one = isOneValue(op);
        const all = op.outs.length > 0 && !one;
        const head = sequential
          ? `async (${[$, ...(params === "" ? [] : [params])].join(", ")}) => {`
          : `(${params}) => {`;
        const names = op.names.join(", ");
        const leave = one ? `\n${indent}  return ${names};` : all ? `\n${indent}  return [${names}];` : "";
        return [
          all ? `${$}.${name}All(${op.outs.length}, ` : `${$}.${name}(`,
          ...list,
          `, ${head}\n${indent}  `,
          ...this.code(op.code),
          `${leave}\n${indent}})`,
        ];
      }
    }
  }
}

/** A text of which one value comes out, and which returns nowhere else. */
function isOneValue(op: Op): boolean {
  // What an async function returns would be awaited.
  return op.kind === "statements" && op.outs.length === 1 && op.names[0] !== "undefined";
}

function isResult(block: Block, variable: Variable): boolean {
  const { result } = block;
  return (
    result.kind === "value" &&
    result.value !== undefined &&
    "variable" in result.value &&
    result.value.variable === variable
  );
}

/** An arrow function's body that starts with a brace is an object, and says so. */
function parenthesised(pieces: readonly Piece[], text: string): Piece[] {
  const first = pieces[0];
  const brace = typeof first === "string" ? first.startsWith("{") : first !== undefined && text[first.start] === "{";
  return brace ? ["(", ...pieces, ")"] : [...pieces];
}

/** `name($, a, b) { … }` as a method of an object literal. */
export function emitMethod(
  method: MethodIr,
  scope: string,
  named: ReadonlySet<string>,
  text: string,
  indent: string,
): Piece[] {
  const emitter = new Emitter(scope, method, named, text);
  const params = [scope, ...method.params.map((p) => (p.rest ? `...${p.variable.name}` : p.variable.name))].join(", ");
  const key = isPlainKey(method.name) ? method.name : JSON.stringify(method.name);
  return [`${indent}${key}(${params}) {\n`, ...emitter.statements(method.body, `${indent}  `), `${indent}},\n`];
}
