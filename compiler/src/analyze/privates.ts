/**
 * Local arrays, objects, Maps and Sets that nobody else holds while the method changes them. A change of one can
 * be compiled as an assignment of its name, so that keeping changes in order costs no waiting.
 *
 *   const out = []; for (const d of docs) out.push(this.ask(d)); return out     a list, written by the push
 *   const out = []; keep(out); out.push(1)                                      none: `keep` may hold it
 *
 * What is not understood is left out: that costs time, never correctness.
 */
import type { CallExpression, Expression, NewExpression, Node, VariableDeclaration } from "oxc-parser";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { childrenOf, isFunction, isTypeOnly, keyName, peel, walk, type AnyFunction } from "../syntax/walk.js";
import { ARRAY_CALLBACKS, kindOf } from "./kinds.js";
import { containsLaunch } from "./launches.js";
import { signatureOf } from "./librarySignature.js";
import type { FileAnalysis } from "./methodContext.js";
import { isCalled } from "./signatures.js";

export interface Private {
  /** list: always an array; record: always a plain object; chained: a Map, a Set, or now this, now that. */
  kind: "list" | "record" | "chained";
  /** The expressions that change it, in source order: `b.push(x)`, `b[i] = v`, `delete b.k`. */
  writes: readonly Node[];
  /** Where others get hold of it: none of the writes can run after these, but others may change it then. */
  escapes: readonly Node[];
}

type Analysis = FileAnalysis & { fn: AnyFunction };
type Shape = "list" | "record" | "Map" | "Set";
type Call = CallExpression | NewExpression;
type Member = Extract<Node, { type: "MemberExpression" }>;
type Range = { start: number; end: number };

/** What a mention of the name does. No write may stand in `during`, where what was read is still being read. */
type Use = { does: "read"; during?: Node } | { does: "write"; node: Node } | { does: "escape" } | { does: "unsafe" };
const READ: Use = { does: "read" };
const ESCAPE: Use = { does: "escape" };
const UNSAFE: Use = { does: "unsafe" };

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));
const NONE = words("");
/** Methods by what they do: read; give an iterator that reads later; change; change and give the object itself. */
const METHODS: Record<
  Shape,
  { reads: ReadonlySet<string>; live: ReadonlySet<string>; writes: ReadonlySet<string>; self: ReadonlySet<string> }
> = {
  list: {
    reads: words(
      "at concat every filter find findIndex findLast findLastIndex flat flatMap forEach includes indexOf join lastIndexOf map reduce reduceRight slice some toReversed toSorted toSpliced toString with",
    ),
    live: words("entries keys values"),
    writes: words("push pop shift unshift splice"),
    self: words("sort reverse fill copyWithin"),
  },
  record: { reads: words("hasOwnProperty propertyIsEnumerable"), live: NONE, writes: NONE, self: NONE },
  Map: {
    reads: words("get has forEach"),
    live: words("entries keys values"),
    writes: words("delete clear"),
    self: words("set"),
  },
  Set: {
    reads: words("has forEach"),
    live: words("entries keys values"),
    writes: words("delete clear"),
    self: words("add"),
  },
};
/** Members that JavaScript itself looks at: a function in one would see the object as `this`. */
const SPECIAL = words("__proto__ constructor toString toLocaleString valueOf toJSON then");
const MAKERS = words("slice map filter concat flat flatMap toSorted toReversed toSpliced with");
const GLOBAL_MAKERS = words("Array.from Array.of Object.keys Object.values Object.entries");
const GLOBAL_READERS = words(
  "String Number Boolean structuredClone Array.isArray Array.from JSON.stringify Object.keys Object.values Object.entries Object.fromEntries",
);
const GLOBAL_CALLBACKS = words("String Number Boolean parseInt parseFloat");
const ITERABLE_READERS = words("Array.from Object.fromEntries");
const PLAIN_READERS = words("slice join at concat includes indexOf lastIndexOf flat");
const IDENTITY = words("=== !== == != instanceof");
const WRAPPERS = words(
  "ParenthesizedExpression TSAsExpression TSNonNullExpression TSSatisfiesExpression TSTypeAssertion TSInstantiationExpression",
);

const within = (inner: Range, outer: Range): boolean => inner.start >= outer.start && inner.end <= outer.end;
const isLoop = (node: Node): boolean => /^(For|While|DoWhile|ForIn|ForOf)Statement$/.test(node.type);

/** The tree of a method, upwards. */
class Tree {
  readonly #parents = new Map<Node, Node>();
  readonly names = new Map<number, Node>();
  readonly functions: AnyFunction[] = [];

  constructor(readonly root: Node) {
    const visit = (node: Node, parent: Node | undefined): void => {
      if (isTypeOnly(node)) return;
      if (parent) this.#parents.set(node, parent);
      if (node.type === "Identifier") this.names.set(node.start, node);
      if (isFunction(node) && node !== root) this.functions.push(node);
      for (const child of childrenOf(node)) visit(child, node);
    };
    visit(root, undefined);
  }

  parent(node: Node): Node | undefined {
    return this.#parents.get(node);
  }

  /** From the innermost outwards. */
  *around(node: Node): Generator<Node> {
    for (let next = this.parent(node); next; next = this.parent(next)) yield next;
  }

  /** With the parentheses and type wrappers around it. */
  wrapped(node: Node): Node {
    let outer = node;
    for (let next = this.parent(outer); next && WRAPPERS.has(next.type); next = this.parent(outer)) outer = next;
    return outer;
  }

  /** The innermost node that holds both, and its parts that hold the one and the other. */
  fork(a: Node, b: Node): { node: Node; a: Node; b: Node } {
    let partA = a;
    for (const node of [a, ...this.around(a)]) {
      let partB = b;
      if (node === b) return { node, a: partA, b };
      if (within(b, node)) {
        for (const next of this.around(b)) {
          if (next === node) return { node, a: partA, b: partB };
          partB = next;
        }
      }
      partA = node;
    }
    return { node: this.root, a, b };
  }

  /** Whether nobody uses the value of an expression. */
  unused(node: Node): boolean {
    const outer = this.wrapped(node);
    const parent = this.parent(outer);
    switch (parent?.type) {
      case "ExpressionStatement":
        return true;
      case "ForStatement":
        return parent.update === outer || parent.init === outer;
      case "UnaryExpression":
        return parent.operator === "void";
      case "SequenceExpression":
        return parent.expressions.at(-1) !== outer || this.unused(parent);
      case "LogicalExpression":
        return parent.right === outer && this.unused(parent);
      case "ConditionalExpression":
        return parent.test !== outer && this.unused(parent);
      case "ArrowFunctionExpression": {
        const call = this.parent(this.wrapped(parent));
        const callee =
          call?.type === "CallExpression" && call.arguments[0] === this.wrapped(parent) && peel(call.callee);
        return callee && callee.type === "MemberExpression" && keyName(callee.property, callee.computed) === "forEach";
      }
      default:
        return false;
    }
  }
}

/** Functions in `fn` that run where they stand: each time a callback, or at once and only then. */
export function inPlaceFunctions(
  fn: AnyFunction,
  analysis: FileAnalysis,
): ReadonlyMap<AnyFunction, "callback" | "once"> {
  return inPlaceIn(new Tree(fn), analysis);
}

function inPlaceIn(tree: Tree, analysis: FileAnalysis): Map<AnyFunction, "callback" | "once"> {
  const found = new Map<AnyFunction, "callback" | "once">();
  for (const fn of tree.functions) {
    const outer = tree.wrapped(fn);
    const call = tree.parent(outer);
    // One with a name may call itself.
    if (call?.type !== "CallExpression" || fn.generator || (fn.type !== "ArrowFunctionExpression" && fn.id)) continue;
    if (call.callee === outer && !fn.async) found.set(fn, "once");
    if (
      !calledAtOnce(call, outer, analysis) &&
      !(containsLaunch(fn, analysis.launches) && isOverElements(call, outer, analysis))
    )
      continue;
    if (fn.async) {
      // await Promise.all(list.map(async …)), which stands for one after another.
      const join = tree.parent(tree.wrapped(call));
      const joined =
        join?.type === "CallExpression" && join.arguments.length === 1 && globalName(join, analysis) === "Promise.all";
      if (methodOf(call) !== "map" || !joined || tree.parent(tree.wrapped(join))?.type !== "AwaitExpression") continue;
    }
    found.set(fn, "callback");
  }
  return found;
}

/** Whether what is called calls `argument` before it returns, and never later. */
export function calledAtOnce(call: CallExpression, argument: Node, analysis: FileAnalysis): boolean {
  const index = call.arguments.findIndex((given) => given === argument);
  const args = index === -1 ? undefined : signatureOf(call, analysis)?.args;
  return isCalled(args?.[Math.min(index, args.length - 1)]);
}

/** Whether a callback that makes module calls is compiled as one that gets elements, whatever the list is. */
function isOverElements(call: CallExpression, callback: Node, analysis: FileAnalysis): boolean {
  const callee = peel(call.callee);
  if (call.arguments[0] !== callback || callee.type !== "MemberExpression") return false;
  const { type } = kindOf(callee.object, analysis);
  return ARRAY_CALLBACKS.has(methodOf(call) ?? "") && (type === "unknown" || type === "module");
}

function methodOf(call: CallExpression): string | undefined {
  const callee = peel(call.callee);
  return callee.type === "MemberExpression" ? keyName(callee.property, callee.computed) : undefined;
}

/** `String` or `Object.keys`, where a call is one of a global function. */
function globalName({ callee }: Call, { file }: FileAnalysis): string | undefined {
  const inner = peel(callee);
  const object = inner.type === "MemberExpression" ? peel(inner.object) : inner;
  if (object.type !== "Identifier" || file.bindings.bindingOf(object)) return undefined;
  return inner.type === "MemberExpression" ? `${object.name}.${keyName(inner.property, inner.computed)}` : object.name;
}

/** What a new object is that nobody else holds. */
function freshShape(value: Expression, analysis: FileAnalysis): Shape | undefined {
  const node = peel(value);
  if (node.type === "ArrayExpression") return "list";
  if (node.type === "ObjectExpression") {
    const plain = node.properties.every((p) => {
      if (p.type === "SpreadElement") return true;
      const symbol = p.computed && p.key.type === "MemberExpression";
      return p.kind === "init" && !symbol && !SPECIAL.has(keyName(p.key, p.computed) ?? "");
    });
    return plain ? "record" : undefined;
  }
  if (node.type === "NewExpression") {
    const name = globalName(node, analysis);
    return name === "Array" ? "list" : name === "Map" || name === "Set" ? name : undefined;
  }
  if (node.type !== "CallExpression" || node.optional || analysis.launches.has(node)) return undefined;
  if (GLOBAL_MAKERS.has(globalName(node, analysis) ?? "")) return "list";
  const callee = peel(node.callee);
  if (callee.type !== "MemberExpression" || callee.optional) return undefined;
  const name = keyName(callee.property, callee.computed) ?? "";
  if (METHODS.list.self.has(name)) return freshShape(callee.object, analysis) === "list" ? "list" : undefined;
  const { type } = kindOf(callee.object, analysis);
  return (type === "array" && MAKERS.has(name)) || (type === "string" && name === "split") ? "list" : undefined;
}

export function privatesOf(ctx: Analysis): ReadonlyMap<Binding, Private> {
  return new Map([...ownLocals(ctx)].filter(([, { writes }]) => writes.length > 0));
}

/** As `privatesOf`, with those that nothing changes: until they escape, they are what they were made as. */
export function ownLocals(ctx: Analysis): ReadonlyMap<Binding, Private> {
  const tree = new Tree(ctx.fn);
  const inPlace = inPlaceIn(tree, ctx);
  const found = new Map<Binding, Private>();
  for (const binding of ctx.file.bindings.declared.values()) {
    if (!declaredIn(binding, ctx.fn)) continue;
    const known = new Candidate(ctx, tree, inPlace, binding).examine();
    if (known) found.set(binding, known);
  }
  return found;
}

class Candidate {
  readonly #assignments: Node[] = [];
  #shapes = new Set<Shape>();

  constructor(
    readonly ctx: Analysis,
    readonly tree: Tree,
    readonly inPlace: ReadonlyMap<AnyFunction, "callback" | "once">,
    readonly binding: Binding,
  ) {}

  examine(): Private | undefined {
    const { binding, tree } = this;
    const id = tree.names.get(binding.start);
    const declarator = id && tree.parent(id);
    if (declarator?.type !== "VariableDeclarator" || declarator.id !== id || !declarator.init) return undefined;
    const declaration = tree.parent(declarator) as VariableDeclaration;
    const block = tree.parent(declaration);
    if (!/^(const|let|var)$/.test(declaration.kind)) return undefined;
    if (block?.type !== "BlockStatement" && block?.type !== "SwitchCase") return undefined;
    if (!this.#ran(declarator, tree.root) || !this.#assign(declarator.init)) return undefined;

    const uses: { name: Node; use: Use }[] = [];
    for (const reference of binding.references) {
      const name = tree.names.get(reference.start);
      if (!name || name.start < declarator.end || !this.#ran(name, block)) return undefined;
      if (!reference.write) uses.push({ name, use: READ });
      else {
        const assignment = tree.parent(tree.wrapped(name));
        if (assignment?.type !== "AssignmentExpression" || assignment.left !== tree.wrapped(name)) return undefined;
        if (assignment.operator !== "=" || !tree.unused(assignment) || !this.#assign(assignment.right))
          return undefined;
        this.#assignments.push(assignment);
      }
    }
    // How it may be used depends on all that it can be.
    for (const item of uses) item.use = this.#use(item.name);
    if (uses.some(({ use }) => use.does === "unsafe")) return undefined;
    const writes = uses.flatMap(({ name, use }) => (use.does === "write" ? [{ name, node: use.node }] : []));
    const escapes = uses.flatMap(({ name, use }) => (use.does === "escape" ? [name] : []));
    if (new Set(writes.map(({ node }) => node)).size < writes.length) return undefined;
    for (const { name: own, node: write } of writes) {
      if (this.#assignments.some((assignment) => within(assignment, write))) return undefined;
      if (escapes.some((escape) => this.#seesWrite(escape, write))) return undefined;
      for (const { name, use } of uses) {
        if (name !== own && this.#stillReading(name, write)) return undefined;
        if (use.does === "read" && use.during && within(write, use.during)) return undefined;
      }
    }
    const shapes = [...this.#shapes];
    const kind = shapes.length === 1 && (shapes[0] === "list" || shapes[0] === "record") ? shapes[0] : "chained";
    return { kind, writes: writes.map(({ node }) => node).sort((a, b) => a.start - b.start), escapes };
  }

  /** Whether nothing between `node` and `outer` may run another time or elsewhere than it stands. */
  #ran(node: Node, outer: Node): boolean {
    for (const around of this.tree.around(node)) {
      if (around === outer) return true;
      if (/^(Class|StaticBlock|PropertyDefinition)/.test(around.type)) return false;
      if (isFunction(around) && !this.inPlace.has(around)) return false;
    }
    return false;
  }

  #assign(value: Expression): boolean {
    const shape = freshShape(value, this.ctx);
    if (shape) this.#shapes.add(shape);
    return shape !== undefined;
  }

  #use(name: Node): Use {
    const { tree } = this;
    const node = tree.wrapped(name);
    const parent = tree.parent(node);
    switch (parent?.type) {
      case "MemberExpression":
        return parent.object === node ? this.#member(parent) : ESCAPE;
      case "UnaryExpression":
        return READ;
      case "BinaryExpression":
        return IDENTITY.has(parent.operator) ? ESCAPE : READ;
      case "TemplateLiteral":
        return tree.parent(parent)?.type === "TaggedTemplateExpression" ? ESCAPE : READ;
      case "ExpressionStatement":
        return READ;
      case "IfStatement":
      case "WhileStatement":
      case "DoWhileStatement":
      case "ForStatement":
      case "ConditionalExpression":
        return parent.test === node ? READ : ESCAPE;
      case "CallExpression":
      case "NewExpression":
        return parent.callee === node ? UNSAFE : this.#argument(parent, node);
      case "ArrayExpression":
      case "Property":
        return this.#shown(node) ? READ : ESCAPE;
      default:
        return this.#iterated(node) ?? ESCAPE;
    }
  }

  /** Places that take the elements of what stands there. */
  #iterated(node: Node): Use | undefined {
    const parent = this.tree.parent(node);
    switch (parent?.type) {
      case "SpreadElement":
        return READ;
      case "ForOfStatement":
      case "ForInStatement":
        return parent.right === node && !("await" in parent && parent.await)
          ? { does: "read", during: parent }
          : undefined;
      case "VariableDeclarator":
        return parent.id.type !== "Identifier" ? { does: "read", during: parent.id } : undefined;
      case "AssignmentExpression": {
        const taken = parent.left.type === "ArrayPattern" || parent.left.type === "ObjectPattern";
        return taken && this.tree.unused(parent) ? { does: "read", during: parent.left } : undefined;
      }
      default:
        return undefined;
    }
  }

  #argument(call: Call, node: Node): Use {
    const name = globalName(call, this.ctx) ?? "";
    if (name.startsWith("console.")) return READ;
    if (call.type === "CallExpression" && this.#shown(node)) return READ;
    if (call.arguments[0] !== node) return ESCAPE;
    if (call.type === "NewExpression") return name === "Map" || name === "Set" ? READ : ESCAPE;
    // A replacer is given the object itself.
    if (name === "JSON.stringify" && call.arguments.length > 1) {
      const second = call.arguments[1];
      const none = second?.type === "Literal" || (second?.type === "Identifier" && second.name === "undefined");
      return none ? READ : ESCAPE;
    }
    return GLOBAL_READERS.has(name) ? READ : ESCAPE;
  }

  /** Whether it goes, in literals or by itself, to a model call, which only reads it. A Map is no value, so that it could change meanwhile. */
  #shown(node: Node): boolean {
    const { classes, launches } = this.ctx;
    if (this.#shapes.has("Map") || this.#shapes.has("Set") || this.#shapes.size > 1) return false;
    let part = this.tree.wrapped(node);
    for (const around of this.tree.around(part)) {
      if (around.type === "CallExpression") {
        const launch = launches.get(around);
        const model = launch?.kind === "module" && launch.certain && launch.className === "LLMInference";
        return model === true && !classes.has("LLMInference");
      }
      if (around.type === "Property" ? around.value !== part : !/^(Array|Object)Expression$/.test(around.type)) {
        if (!WRAPPERS.has(around.type)) return false;
      }
      part = around;
    }
    return false;
  }

  #member(member: Member): Use {
    const { tree } = this;
    const node = tree.wrapped(member);
    const parent = tree.parent(node);
    const name = keyName(member.property, member.computed);
    switch (parent?.type) {
      case "CallExpression":
        if (parent.callee === node) return this.#method(parent, member, name);
        break;
      case "AssignmentExpression":
        if (parent.left === node) return this.#put(parent, member, name);
        break;
      case "UpdateExpression":
        return this.#put(parent, member, name);
      case "UnaryExpression":
        if (parent.operator === "delete") return this.#put(parent, member, name);
        break;
      case "ChainExpression": {
        const outer = tree.parent(tree.wrapped(parent));
        if (outer?.type === "UnaryExpression" && outer.operator === "delete") return UNSAFE;
        break;
      }
      case "Property":
        if (tree.parent(parent)?.type === "ObjectPattern" && parent.value === node) return UNSAFE;
        break;
      case "AssignmentPattern":
        if (parent.left === node) return UNSAFE;
        break;
      case "ForInStatement":
      case "ForOfStatement":
        if (parent.left === node) return UNSAFE;
        break;
      case "ArrayPattern":
      case "RestElement":
        return UNSAFE;
      case "TaggedTemplateExpression":
        return parent.tag === node ? UNSAFE : READ;
      default:
    }
    const plain = [...this.#shapes].every((shape) => {
      if (shape === "record") return true;
      if (shape !== "list") return name === "size";
      return name === undefined || !Object.values(METHODS.list).some((set) => set.has(name));
    });
    return plain ? READ : UNSAFE;
  }

  /** Elements and members that a copy of the object has, too. */
  #put(node: Node, member: Member, name: string | undefined): Use {
    if (member.optional || this.#shapes.has("Map") || this.#shapes.has("Set")) return UNSAFE;
    if (name !== undefined && (SPECIAL.has(name) || name.startsWith("#"))) return UNSAFE;
    if (this.#shapes.has("list")) {
      const index = name === undefined ? this.#mayIndex(member.property as Expression) : /^(\d+|length)$/.test(name);
      if (!index) return UNSAFE;
    }
    return { does: "write", node };
  }

  #mayIndex(key: Expression): boolean {
    return kindOf(key, this.ctx).type !== "string" && peel(key).type !== "UnaryExpression";
  }

  #method(call: CallExpression, member: Member, name: string | undefined): Use {
    const launch = this.ctx.launches.get(call);
    if (launch) return launch.kind === "module" && launch.certain ? READ : UNSAFE; // a module has no use for `this`
    const optional = member.optional || call.optional;
    const all = (group: keyof (typeof METHODS)["list"]): boolean =>
      name !== undefined && [...this.#shapes].every((shape) => METHODS[shape][group].has(name));
    if (all("reads")) return name !== undefined && ARRAY_CALLBACKS.has(name) ? this.#callback(call, name) : READ;
    if (all("live")) return this.#live(call);
    if (optional) return UNSAFE;
    if (all("writes") || (all("self") && (this.tree.unused(call) || this.#readOn(call))))
      return { does: "write", node: call };
    return UNSAFE;
  }

  /** `b.sort().slice(0, 3)`: what is done with the object itself is that it is read. */
  #readOn(call: Node): boolean {
    const object = this.tree.wrapped(call);
    const member = this.tree.parent(object);
    if (member?.type !== "MemberExpression" || member.object !== object || member.optional) return false;
    const outer = this.tree.parent(member);
    const name = keyName(member.property, member.computed);
    return outer?.type === "CallExpression" && outer.callee === member && name !== undefined && PLAIN_READERS.has(name);
  }

  /** A callback that is not given the object itself, its last parameter. */
  #callback(call: CallExpression, name: string): Use {
    const first = call.arguments[0];
    if (!first) return READ;
    if (first.type === "SpreadElement") return ESCAPE;
    const fn = peel(first);
    if (fn.type === "Identifier")
      return GLOBAL_CALLBACKS.has(fn.name) && !this.ctx.file.bindings.bindingOf(fn) ? READ : ESCAPE;
    if (!isFunction(fn) || fn.params.length >= (name.startsWith("reduce") ? 4 : 3)) return ESCAPE;
    let all = fn.params.some((param) => param.type === "RestElement");
    walk(fn, (inner) => {
      if (inner.type === "Identifier" && inner.name === "arguments") all = true;
    });
    return all ? ESCAPE : READ;
  }

  /** An iterator sees what is written later: it is to be used up at once. */
  #live(call: CallExpression): Use {
    const node = this.tree.wrapped(call);
    const parent = this.tree.parent(node);
    if ((parent?.type === "CallExpression" || parent?.type === "NewExpression") && parent.arguments[0] === node) {
      const name = globalName(parent, this.ctx) ?? "";
      const used = parent.type === "NewExpression" ? name === "Map" || name === "Set" : ITERABLE_READERS.has(name);
      return used ? READ : ESCAPE;
    }
    return this.#iterated(node) ?? ESCAPE;
  }

  /** Whether what `name` stands for is still in use, in the same expression, when `write` happens. */
  #stillReading(name: Node, write: Node): boolean {
    if (name.start >= write.start) return false;
    const { node, a, b } = this.tree.fork(name, write);
    if (isFunction(node) || /(Statement|Declaration|SwitchCase|CatchClause|SequenceExpression)$/.test(node.type))
      return false;
    if (node.type === "ConditionalExpression" || node.type === "LogicalExpression") return false;
    // list(b).forEach((x) => b.push(x)): the list is there before the callback runs.
    const fn =
      node.type === "CallExpression" && a === node.callee && b.type !== "SpreadElement" && peel(b as Expression);
    if (!fn || !isFunction(fn) || !this.inPlace.has(fn)) return true;
    const callee = peel(a as Expression);
    return callee.type !== "MemberExpression" || peel(callee.object) === name || !within(name, callee.object);
  }

  /** Whether `write` may run after `escape` has given the object away. */
  #seesWrite(escape: Node, write: Node): boolean {
    const { binding, tree } = this;
    if (this.#leavesAt(escape, write)) return false;
    const loops = [...tree.around(escape)].filter(
      (node) =>
        (isLoop(node) || (isFunction(node) && this.inPlace.get(node) === "callback")) &&
        within(write, node) &&
        !declaredIn(binding, node),
    );
    const { node, a, b } = tree.fork(escape, write);
    const branch = node.type === "IfStatement" || node.type === "ConditionalExpression";
    const apart = branch && a !== node.test && b !== node.test && a !== b;
    if (loops.length === 0 && (apart || write.end <= escape.start)) return false;
    return !this.#assignments.some((assignment) => this.#replaces(assignment, escape, write, loops));
  }

  /** `return f(b)`: nothing in the function runs after it, but for a `try` around. */
  #leavesAt(escape: Node, write: Node): boolean {
    const { binding, tree } = this;
    for (const exit of tree.around(escape)) {
      if (exit.type !== "ReturnStatement" && exit.type !== "ThrowStatement") continue;
      const around = [...tree.around(exit)];
      const fn = around.find(isFunction);
      if (!fn || !declaredIn(binding, fn) || within(write, exit)) continue;
      const cannotThrow = exit.type === "ReturnStatement" && exit.argument && peel(exit.argument) === escape;
      const held = around.some(
        (node) =>
          node.type === "TryStatement" &&
          !declaredIn(binding, node) &&
          (node.finalizer ? !within(exit, node.finalizer) : within(exit, node.block) && !cannotThrow),
      );
      if (!held) return true;
    }
    return false;
  }

  /** Whether the name always stands for a new object between `escape` and `write`. */
  #replaces(assignment: Node, escape: Node, write: Node, loops: readonly Node[]): boolean {
    const { binding, tree } = this;
    const statement = tree.parent(tree.wrapped(assignment));
    const list = statement && tree.parent(statement);
    if (statement?.type !== "ExpressionStatement" || (list?.type !== "BlockStatement" && list?.type !== "SwitchCase"))
      return false;
    const from = childrenOf(list).find((child) => within(escape, child));
    if (!from || from.start > statement.start) return false;
    if (write.end > escape.start ? write.start < statement.end : loops.length === 0) return false;
    if (!loops.every((loop) => within(statement, loop))) return false;
    // Nothing may lead past it: a jump, or an error that something catches.
    if ([...tree.around(statement)].some((node) => node.type === "TryStatement" && !declaredIn(binding, node)))
      return false;
    let jumps = false;
    for (const child of childrenOf(list)) {
      if (child.start < from.start || child.start > statement.start) continue;
      walk(child, (node) => {
        if (/^(Break|Continue|Return)Statement$/.test(node.type)) jumps = true;
      });
    }
    return !jumps;
  }
}

export interface PrivateWrite {
  binding: Binding;
  /** push: `b.push(…)` of a list, without a spread; put: `b[k] = v` or `b.k = v` of a list or record. */
  how: "push" | "put" | "other";
}

/** Which private object an expression changes, if it is itself such a change. */
export function privateWrite(
  node: Node,
  privates: ReadonlyMap<Binding, Private>,
  { file }: FileAnalysis,
): PrivateWrite | undefined {
  const target = writtenMember(node);
  const object = target?.type === "MemberExpression" ? peel(target.object) : undefined;
  const binding = object?.type === "Identifier" ? file.bindings.bindingOf(object) : undefined;
  const found = binding && privates.get(binding);
  if (!binding || !found?.writes.includes(node)) return undefined;
  if (found.kind === "chained") return { binding, how: "other" };
  if (node.type === "AssignmentExpression") return { binding, how: node.operator === "=" ? "put" : "other" };
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return { binding, how: "other" };
  const push = keyName(node.callee.property, node.callee.computed) === "push";
  const spread = node.arguments.some((argument) => argument.type === "SpreadElement");
  return { binding, how: push && !spread ? "push" : "other" };
}

function writtenMember(node: Node): Expression | undefined {
  switch (node.type) {
    case "CallExpression":
      return peel(node.callee);
    case "AssignmentExpression":
      return peel(node.left as Expression);
    case "UpdateExpression":
    case "UnaryExpression":
      return peel(node.argument as Expression);
    default:
      return undefined;
  }
}
