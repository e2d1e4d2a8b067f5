/**
 * Local arrays, objects, Maps and Sets that nobody else holds while the method changes them. A change of one can
 * be compiled as an assignment of its name, so that keeping changes in order costs no waiting.
 *
 *   const out = []; for (const d of docs) out.push(this.ask(d)); return out     a list, written by the push
 *   const out = []; keep(out); out.push(1)                                      none: `keep` may hold it
 *   const o = { list: [] }; o.list.push(this.ask(d)); return o                  a record with a list of its own
 *
 * What is not understood is left out: that costs time, never correctness.
 */
import type { CallExpression, Expression, NewExpression, Node, VariableDeclaration } from "oxc-parser";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { childrenOf, isFunction, keyName, peel, walk, type AnyFunction } from "../syntax/walk.js";
import { globalName, METHODS, SPECIAL, type Shape } from "./freshShape.js";
import { inPlaceIn } from "./inPlace.js";
import { ARRAY_CALLBACKS, kindOf } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";
import { MethodTree, within, WRAPPERS } from "./methodTree.js";
import { isInside, isVersioned, kindOfOwned, meet, ownedBy, type Owned } from "./owned.js";

export interface Private {
  /** list: always an array; record: always a plain object; chained: a Map, a Set, or now this, now that. */
  kind: "list" | "record" | "chained";
  /** With the arrays and objects in it that are nobody else's, either. */
  owned: Owned;
  /** The expressions that change it or what it owns, in source order: `b.push(x)`, `b.k.l = v`, `delete b.k`. */
  writes: readonly Node[];
  /** The path to what each of them changes. */
  paths: ReadonlyMap<Node, readonly string[]>;
  /** Where others get hold of it: none of the writes to it can run after these, but others may change it then. */
  escapes: readonly Escape[];
}

/** Somebody else gets hold of what a path leads to. */
export interface Escape {
  at: Node;
  path: readonly string[];
}

type Analysis = FileAnalysis & { fn: AnyFunction };
type Call = CallExpression | NewExpression;
type Member = Extract<Node, { type: "MemberExpression" }>;

/**
 * What a mention of a container does. No write may stand in `during`, where what was read is still being read;
 * `keys`: only its keys are, so that a write that takes none away does no harm.
 * `gives`: what is in the container is there for others.
 */
type Use =
  | { does: "read"; during?: Node; keys?: true; gives?: true }
  | { does: "write"; node: Node }
  | { does: "escape" }
  | { does: "unsafe" };
const READ = { does: "read" } as const;
const GIVE = { does: "read", gives: true } as const;
const ESCAPE: Use = { does: "escape" };
const UNSAFE: Use = { does: "unsafe" };

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));
const GLOBAL_READERS = words("String Number Boolean structuredClone Array.isArray JSON.stringify Object.keys");
/** Those that hand on what is in it. */
const GLOBAL_GIVERS = words("Array.from Object.values Object.entries Object.fromEntries");
const GLOBAL_CALLBACKS = words("String Number Boolean parseInt parseFloat");
const ITERABLE_READERS = words("Array.from Object.fromEntries");
const PLAIN_READERS = words("slice join at concat includes indexOf lastIndexOf flat");
const IDENTITY = words("=== !== == != instanceof");
/** Whether a write to a container leaves all its keys where they are. */
const isPutIn = ({ shapes }: Owned, { type }: Node): boolean =>
  shapes.size === 1 && shapes.has("record") && (type === "AssignmentExpression" || type === "UpdateExpression");
const isLoop = (node: Node): boolean => /^(For|While|DoWhile|ForIn|ForOf)Statement$/.test(node.type);

export function privatesOf(ctx: Analysis): ReadonlyMap<Binding, Private> {
  return new Map([...ownLocals(ctx)].filter(([, { writes }]) => writes.length > 0));
}

/** As `privatesOf`, with those that nothing changes: until they escape, they are what they were made as. */
export function ownLocals(ctx: Analysis): ReadonlyMap<Binding, Private> {
  const tree = new MethodTree(ctx.fn);
  const inPlace = inPlaceIn(tree, ctx);
  const found = new Map<Binding, Private>();
  for (const binding of ctx.file.bindings.declared.values()) {
    if (!declaredIn(binding, ctx.fn)) continue;
    const known = new Candidate(ctx, tree, inPlace, binding).examine();
    if (known) found.set(binding, known);
  }
  return found;
}

/** A mention of the name: the outermost expression around it that is a container of its own. */
interface Mention {
  name: Node;
  node: Node;
  path: readonly string[];
  owned: Owned;
}

class Candidate {
  readonly #assignments: Node[] = [];
  readonly #owned: Owned = { shapes: new Set(), members: new Map() };
  /** What is being looked at. */
  #at: Owned = this.#owned;

  constructor(
    readonly ctx: Analysis,
    readonly tree: MethodTree,
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
    const made = this.#ran(declarator, tree.root) ? ownedBy(declarator.init, this.ctx) : undefined;
    if (!made) return undefined;
    this.#owned.shapes = made.shapes;
    this.#owned.members = made.members;

    const names: Node[] = [];
    for (const reference of binding.references) {
      const name = tree.names.get(reference.start);
      if (!name || name.start < declarator.end || !this.#ran(name, block)) return undefined;
      if (!reference.write) names.push(name);
      else {
        const assignment = tree.parent(tree.wrapped(name));
        if (assignment?.type !== "AssignmentExpression" || assignment.left !== tree.wrapped(name)) return undefined;
        if (assignment.operator !== "=" || !tree.unused(assignment) || !this.#assign(assignment.right))
          return undefined;
        this.#assignments.push(assignment);
      }
    }
    if (!isVersioned(this.#owned)) this.#owned.members.clear();
    // What is not as it has to be owns less, and is looked at again.
    for (;;) {
      this.#putAll(names);
      const found = this.#check(names);
      if (found !== "again") return found;
    }
  }

  /** What stands under its names is what it was made with and all that is put there. */
  #putAll(names: readonly Node[]): void {
    for (let changed = true; changed;) {
      changed = false;
      for (const name of names) {
        const { node, owned } = this.#mention(name);
        const member = this.tree.parent(node);
        const key = member?.type === "MemberExpression" ? keyName(member.property, member.computed) : undefined;
        const held = key === undefined ? undefined : owned.members.get(key);
        if (!member || !held) continue;
        const assignment = this.tree.parent(this.tree.wrapped(member));
        const plain = assignment?.type === "AssignmentExpression" && assignment.operator === "=";
        const put = plain ? ownedBy(assignment.right, this.ctx) : undefined;
        if (put && meet(held, put)) changed = true;
        if (put && isVersioned(held)) continue;
        owned.members.delete(key as string);
        changed = true;
      }
    }
  }

  /** How far the members around a name lead to what it owns. */
  #mention(name: Node): Mention {
    const { tree } = this;
    const path: string[] = [];
    let node = tree.wrapped(name);
    let owned = this.#owned;
    for (;;) {
      const member = tree.parent(node);
      if (member?.type !== "MemberExpression" || member.object !== node || member.optional) break;
      const key = keyName(member.property, member.computed);
      const held = key === undefined ? undefined : owned.members.get(key);
      const outer = tree.wrapped(member);
      // What is put there changes the object around it.
      if (key === undefined || !held || this.#isTarget(outer)) break;
      path.push(key);
      owned = held;
      node = outer;
    }
    return { name, node, path, owned };
  }

  #isTarget(node: Node): boolean {
    const parent = this.tree.parent(node);
    switch (parent?.type) {
      case "AssignmentExpression":
      case "AssignmentPattern":
      case "ForInStatement":
      case "ForOfStatement":
        return parent.left === node;
      case "UpdateExpression":
      case "ArrayPattern":
      case "RestElement":
        return true;
      case "UnaryExpression":
        return parent.operator === "delete";
      case "Property":
        return this.tree.parent(parent)?.type === "ObjectPattern" && parent.value === node;
      default:
        return false;
    }
  }

  /** The path is not owned after all. False for the name itself, which is then no private object. */
  #drop(path: readonly string[]): "again" | undefined {
    let owned = this.#owned;
    for (const key of path.slice(0, -1)) owned = owned.members.get(key) as Owned;
    const last = path.at(-1);
    if (last === undefined) return undefined;
    owned.members.delete(last);
    return "again";
  }

  #check(names: readonly Node[]): Private | "again" | undefined {
    const uses: (Mention & { use: Use })[] = [];
    // How it may be used depends on all that it can be.
    for (const name of names) {
      const mention = this.#mention(name);
      this.#at = mention.owned;
      const use = this.#use(mention.node);
      if (use.does === "unsafe") return this.#drop(mention.path);
      if (mention.owned.members.size > 0 && this.#looksAtAny(mention)) {
        mention.owned.members.clear();
        return "again";
      }
      uses.push({ ...mention, use });
    }
    const writes = uses.flatMap(({ name, path, use }) =>
      use.does === "write" ? [{ name, path, node: use.node }] : [],
    );
    const escapes = uses.flatMap(({ name, path, owned, use }): Escape[] => {
      if (use.does === "escape") return [{ at: name, path }];
      if (use.does !== "read" || !use.gives) return [];
      return [...owned.members.keys()].map((key) => ({ at: name, path: [...path, key] }));
    });
    if (new Set(writes.map(({ node }) => node)).size < writes.length) return undefined;
    for (const { name: own, node: write, path } of writes) {
      if (this.#assignments.some((assignment) => within(assignment, write))) return undefined;
      // Inside of a write, another one may put something else where the path leads.
      if (writes.some((other) => other.node !== write && within(other.node, write) && other.path.length < path.length))
        return this.#drop(path);
      for (const escape of escapes) {
        if (isInside(path, escape.path) && this.#seesWrite(escape.at, write))
          return this.#drop(escape.path.length > 0 ? escape.path : path.slice(0, 1));
      }
      for (const { name, node, path: read, owned, use } of uses) {
        if (!isInside(path, read)) continue;
        if (name !== own && this.#stillReading(node, write)) return this.#drop(path.slice(0, 1));
        if (use.does !== "read" || !use.during || !within(write, use.during)) continue;
        if (!use.keys || !isPutIn(owned, write)) return this.#drop(path.slice(0, 1));
      }
    }
    return {
      kind: kindOfOwned(this.#owned),
      owned: this.#owned,
      writes: writes.map(({ node }) => node).sort((a, b) => a.start - b.start),
      paths: new Map(writes.map(({ node, path }) => [node, path])),
      escapes,
    };
  }

  /** `o[k]`: it is not known which member a mention looks at. */
  #looksAtAny({ node }: Mention): boolean {
    const member = this.tree.parent(node);
    if (member?.type !== "MemberExpression" || member.object !== node) return false;
    return keyName(member.property, member.computed) === undefined;
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
    const made = ownedBy(value, this.ctx);
    if (made) meet(this.#owned, made);
    return made !== undefined;
  }

  get #shapes(): ReadonlySet<Shape> {
    return this.#at.shapes;
  }

  #use(node: Node): Use {
    const { tree } = this;
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
        return GIVE;
      case "ForOfStatement":
        return parent.right === node && !parent.await ? { ...GIVE, during: parent } : undefined;
      case "ForInStatement":
        return parent.right === node ? { ...READ, during: parent, keys: true } : undefined;
      case "VariableDeclarator":
        return parent.id.type !== "Identifier" ? { ...GIVE, during: parent.id } : undefined;
      case "AssignmentExpression": {
        const taken = parent.left.type === "ArrayPattern" || parent.left.type === "ObjectPattern";
        return taken && this.tree.unused(parent) ? { ...GIVE, during: parent.left } : undefined;
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
    return GLOBAL_READERS.has(name) ? READ : GLOBAL_GIVERS.has(name) ? GIVE : ESCAPE;
  }

  /** Whether it goes, in literals or by itself, to a model call, which only reads it. A Map is no value, so that it could change meanwhile. */
  #shown(node: Node): boolean {
    const { classes, launches } = this.ctx;
    if (this.#shapes.has("Map") || this.#shapes.has("Set") || this.#shapes.size > 1) return false;
    let part = node;
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

  /** Whether what `node` stands for is still in use, in the same expression, when `write` happens. */
  #stillReading(mention: Node, write: Node): boolean {
    const name = peel(mention as Expression) as Node;
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
