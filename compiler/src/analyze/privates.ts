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
import type { Expression, Node, VariableDeclaration } from "oxc-parser";
import { declaredIn, type Binding } from "../syntax/bindings.js";
import { isFunction, keyName, type AnyFunction } from "../syntax/walk.js";
import { useOf, type Use } from "./containerUse.js";
import { inPlaceIn } from "./inPlace.js";
import { namesElement } from "./listKeys.js";
import type { FileAnalysis } from "./methodContext.js";
import { MethodTree, within } from "./methodTree.js";
import { isInside, isVersioned, kindOfOwned, meet, ownedBy, type Owned } from "./owned.js";
import { WriteOrder } from "./writeOrder.js";

export interface Private {
  /** list: always an array; record: always a plain object; chained: a Map, a Set, or now this, now that. */
  kind: "list" | "record" | "chained";
  /** With the arrays and objects in it that are nobody else's, either. */
  owned: Owned;
  /** The expressions that change it or what it owns, in source order: `b.push(x)`, `b.k.l = v`, `delete b.k`. */
  writes: readonly Node[];
  /** The path to what each of them changes; where it is a pattern, each target of it. */
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

/** Whether a write to a container leaves all its keys where they are. */
const isPutIn = ({ shapes }: Owned, { type }: Node): boolean =>
  shapes.size === 1 && shapes.has("record") && (type === "AssignmentExpression" || type === "UpdateExpression");

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
  /** Mentions in functions that may be called later, each with the outermost such function. */
  readonly #kept = new Map<Node, AnyFunction>();
  readonly #owned: Owned = { shapes: new Set(), members: new Map() };
  readonly #order: WriteOrder;

  constructor(
    readonly ctx: Analysis,
    readonly tree: MethodTree,
    readonly inPlace: ReadonlyMap<AnyFunction, "callback" | "once">,
    readonly binding: Binding,
  ) {
    this.#order = new WriteOrder(binding, tree, inPlace, this.#assignments);
  }

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
      if (!name || name.start < declarator.end) return undefined;
      if (!this.#ran(name, block)) {
        const keeper = this.#keeper(name, block);
        if (!keeper || reference.write) return undefined;
        this.#kept.set(name, keeper);
      }
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
    // What such a function finds under the name has to be the same from where it is made.
    if (this.#kept.size > 0 && (this.#assignments.length > 0 || !isVersioned(this.#owned))) return undefined;
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
        const put = plain && this.tree.unused(assignment) ? ownedBy(assignment.right, this.ctx) : undefined;
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

  /** `list[k] = x`, where `k` may be no place in a list. */
  #putsMore(node: Node): boolean {
    const member = this.tree.parent(node);
    if (member?.type !== "MemberExpression" || member.object !== node) return false;
    return this.#isTarget(this.tree.wrapped(member)) && !namesElement(member, this.ctx);
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
      const use = useOf(mention.node, mention.owned.shapes, this.tree, this.ctx);
      if (use.does === "unsafe") return this.#drop(mention.path);
      if (use.does === "write" && this.#kept.has(name)) return this.#drop(mention.path);
      if (mention.owned.members.size > 0 && this.#looksAtAny(mention)) {
        mention.owned.members.clear();
        return "again";
      }
      uses.push({ ...mention, use });
    }
    for (const { node, owned, use } of uses)
      if (use.does === "write" && owned.shapes.has("list") && this.#putsMore(node)) owned.more = true;
    const writes = uses.flatMap(({ name, path, use }) =>
      use.does === "write" ? [{ name, path, node: use.node, target: use.target ?? use.node }] : [],
    );
    const escapes = uses.flatMap(({ name, path, owned, use }): Escape[] => {
      const keeper = this.#kept.get(name);
      if (keeper) return [{ at: keeper as Node, path: [] }];
      if (use.does === "escape") return [{ at: name, path }];
      if (use.does !== "read" || !use.gives) return [];
      return [...owned.members.keys()].map((key) => ({ at: name, path: [...path, key] }));
    });
    if (new Set(writes.map(({ target }) => target)).size < writes.length) return undefined;
    for (const { name: own, node: write, target, path } of writes) {
      if (this.#assignments.some((assignment) => within(assignment, write))) return undefined;
      // Inside of a write, another one may put something else where the path leads.
      if (writes.some((other) => other.node !== write && within(other.node, write) && other.path.length < path.length))
        return this.#drop(path);
      for (const escape of escapes) {
        if (isInside(path, escape.path) && this.#order.seesWrite(escape.at, write))
          return this.#drop(escape.path.length > 0 ? escape.path : path.slice(0, 1));
      }
      for (const { name, node, path: read, owned, use } of uses) {
        if (!isInside(path, read)) continue;
        if (name !== own && this.#order.stillReading(node, write)) return this.#drop(path.slice(0, 1));
        // A pattern is written to while the list that it takes apart is read.
        if (use.does !== "read" || !use.during || !within(target, use.during)) continue;
        if (!use.keys || !isPutIn(owned, write)) return this.#drop(path.slice(0, 1));
      }
    }
    return {
      kind: kindOfOwned(this.#owned),
      owned: this.#owned,
      writes: [...new Set(writes.map(({ node }) => node))].sort((a, b) => a.start - b.start),
      paths: new Map(writes.map(({ target, path }) => [target, path])),
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

  /** The outermost function around a name that may be called later, where it cannot be called before it stands there. */
  #keeper(name: Node, outer: Node): AnyFunction | undefined {
    let keeper: AnyFunction | undefined;
    for (const around of this.tree.around(name)) {
      if (around === outer) return keeper?.type === "FunctionDeclaration" ? undefined : keeper;
      if (/^(Class|StaticBlock|PropertyDefinition)/.test(around.type)) return undefined;
      if (isFunction(around) && !this.inPlace.has(around)) keeper = around;
    }
    return undefined;
  }

  #assign(value: Expression): boolean {
    const made = ownedBy(value, this.ctx);
    if (made) meet(this.#owned, made);
    return made !== undefined;
  }
}
