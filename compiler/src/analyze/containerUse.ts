/** What the expression around a mention of a local container does with it. */
import type { CallExpression, Expression, NewExpression, Node } from "oxc-parser";
import { isFunction, keyName, peel, walk } from "../syntax/walk.js";
import { globalName, METHODS, SPECIAL, type Shape } from "./freshShape.js";
import { ARRAY_CALLBACKS, kindOf } from "./kinds.js";
import type { FileAnalysis } from "./methodContext.js";
import { type MethodTree, WRAPPERS } from "./methodTree.js";

type Call = CallExpression | NewExpression;
type Member = Extract<Node, { type: "MemberExpression" }>;

/**
 * What a mention of a container does. No write may stand in `during`, where what was read is still being read;
 * `keys`: only its keys are, so that a write that takes none away does no harm.
 * `gives`: what is in the container is there for others. `target`: the part of a write that names the container,
 * where there may be others.
 */
export type Use =
  | { does: "read"; during?: Node; keys?: true; gives?: true }
  | { does: "write"; node: Node; target?: Node }
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

/** `shapes`: all that the container can be, which says how it may be used. */
export function useOf(node: Node, shapes: ReadonlySet<Shape>, tree: MethodTree, ctx: FileAnalysis): Use {
  return new ContainerUse(shapes, tree, ctx).use(node);
}

class ContainerUse {
  constructor(
    readonly shapes: ReadonlySet<Shape>,
    readonly tree: MethodTree,
    readonly ctx: FileAnalysis,
  ) {}

  use(node: Node): Use {
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

  /** It has no versions: it is changed in place, and read by texts, or element by element. */
  get #inPlace(): boolean {
    return this.shapes.has("Map") || this.shapes.has("Set") || this.shapes.size > 1;
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
        return parent.right !== node ? undefined : this.#inPlace ? UNSAFE : { ...READ, during: parent, keys: true };
      case "VariableDeclarator":
        if (parent.id.type === "ObjectPattern" && this.#inPlace) return UNSAFE;
        return parent.id.type !== "Identifier" ? { ...GIVE, during: parent.id } : undefined;
      case "AssignmentExpression": {
        if (parent.left.type === "ObjectPattern" && this.#inPlace) return UNSAFE;
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
    if (this.#inPlace) return false;
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
      case "ArrayPattern": {
        // [b[0], b[1]] = [b[1], b[0]]
        const assignment = tree.parent(parent);
        const isWhole = assignment?.type === "AssignmentExpression" && assignment.left === parent;
        const put = isWhole ? this.#put(assignment, member, name) : UNSAFE;
        return put.does === "write" ? { ...put, target: member } : put;
      }
      case "RestElement":
        return UNSAFE;
      case "TaggedTemplateExpression":
        return parent.tag === node ? UNSAFE : READ;
      default:
    }
    const plain = [...this.shapes].every((shape) => {
      if (shape === "record") return true;
      if (shape !== "list") return name === "size";
      return name === undefined || !Object.values(METHODS.list).some((set) => set.has(name));
    });
    return plain ? READ : UNSAFE;
  }

  /** Elements and members that a copy of the object has, too. */
  #put(node: Node, member: Member, name: string | undefined): Use {
    if (member.optional || this.shapes.has("Map") || this.shapes.has("Set")) return UNSAFE;
    if (name !== undefined && (SPECIAL.has(name) || name.startsWith("#"))) return UNSAFE;
    if (this.shapes.has("list")) {
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
    if (launch && launch.kind !== "callback") return launch.kind === "module" && launch.certain ? READ : UNSAFE; // a module has no use for `this`
    const optional = member.optional || call.optional;
    const all = (group: keyof (typeof METHODS)["list"]): boolean =>
      name !== undefined && [...this.shapes].every((shape) => METHODS[shape][group].has(name));
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
}
