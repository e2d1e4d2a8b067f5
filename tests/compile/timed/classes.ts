/** Classes: each is a real constructor with a real prototype, so that inheritance is that of the language. */
import type { Class, Node } from "oxc-parser";
import { lexicalNames, namesIn, varNames } from "./analysis.js";
import { Frame, PrivateName, Scope } from "./environment.js";
import { evaluate } from "./expressions.js";
import { callClosure, isAnonymous, makeFunction } from "./functions.js";
import { defineMember, setMember } from "./members.js";
import { keyOf } from "./patterns.js";
import type { Closure, Run } from "./run.js";
import { executeList } from "./statements.js";
import { NOTHING, Unsupported, isObject, nameOfKey, timed, type Timed } from "./values.js";
import { callNative } from "./calls.js";

interface Field {
  key: PropertyKey | PrivateName;
  value: Node | undefined;
}

export interface ClassInfo {
  scope: Scope;
  home: object;
  fields: Field[];
  /** What each instance gets a brand of: private methods and accessors. */
  brands: PrivateName[];
  constructor_: Closure | undefined;
  parameterFields: string[];
  derived: boolean;
}

export function makeClass(run: Run, node: Class, around: Scope, name = node.id?.name ?? ""): Timed {
  if (node.decorators.length > 0) throw new Unsupported("a decorator");
  const scope = around.inner();
  const own = node.id ? scope.declare(node.id.name, false) : undefined;
  const parent = node.superClass ? evaluate(run, node.superClass, scope) : undefined;
  if (
    parent &&
    parent.v !== null &&
    (typeof parent.v !== "function" || !isObject((parent.v as { prototype?: unknown }).prototype))
  )
    run.fail(new TypeError(`Class extends value ${String(parent.v)} is not a constructor or null`), parent.t);
  const ctor = function (...args: unknown[]): unknown {
    if (!new.target) throw new TypeError(`Class constructor ${name} cannot be invoked without 'new'`);
    return construct(
      run,
      timed(ctor),
      args.map((arg) => timed(arg, run.nativeT)),
      new.target,
    ).v;
  };
  const base = parent?.v as { prototype: object } | null | undefined;
  if (base) Object.setPrototypeOf(ctor, base);
  const prototype = Object.create(base === null ? null : (base?.prototype ?? Object.prototype)) as object;
  Object.defineProperty(prototype, "constructor", { value: ctor, writable: true, configurable: true });
  Object.defineProperty(ctor, "prototype", { value: prototype, writable: false });
  Object.defineProperty(ctor, "name", { value: name, configurable: true });
  run.times.born(ctor);
  const info: ClassInfo = {
    scope,
    home: prototype,
    fields: [],
    brands: [],
    constructor_: undefined,
    parameterFields: [],
    derived: node.superClass !== null,
  };
  run.classes.set(ctor, info);
  if (own) own.value = timed(ctor);
  declarePrivates(node, scope);
  const statics: (() => void)[] = [];
  for (const element of node.body.body) addElement(run, element, ctor, info, scope, statics);
  info.fields.unshift(...info.parameterFields.map((key) => ({ key, value: undefined })));
  for (const step of statics) step();
  return timed(ctor, parent?.t ?? 0);
}

function declarePrivates(node: Class, scope: Scope): void {
  scope.privates = new Map();
  for (const element of node.body.body)
    if ("key" in element && element.key.type === "PrivateIdentifier" && !scope.privates.has(element.key.name))
      scope.privates.set(element.key.name, new PrivateName());
}

function addElement(
  run: Run,
  element: Class["body"]["body"][number],
  ctor: object,
  info: ClassInfo,
  scope: Scope,
  statics: (() => void)[],
): void {
  switch (element.type) {
    case "StaticBlock":
      statics.push(() => {
        const inner = new Scope(scope, new Frame(timed(ctor), ctor));
        for (const name of varNames(element)) inner.declare(name, true, NOTHING);
        executeList(run, element.body, inner, lexicalNames(element.body));
      });
      return;
    case "MethodDefinition": {
      const home = element.static ? ctor : info.home;
      if (element.kind === "constructor") {
        if (!element.value.body) return; // an overload
        info.constructor_ = { node: element.value, scope, home, arrow: false };
        for (const parameter of element.value.params)
          if (parameter.type === "TSParameterProperty") info.parameterFields.push(...namesIn(parameter.parameter));
        return;
      }
      if (!element.value.body) return;
      const key = privateOf(element.key, scope);
      const name = key ? undefined : nameOfKey(keyOf(run, element.key, element.computed, scope).v);
      const made = makeFunction(run, element.value, scope, String(name ?? ""), home);
      if (key) {
        const value = timed(made);
        if (element.kind === "get") key.get = value;
        else if (element.kind === "set") key.set = value;
        else key.method = value;
        if (element.static) key.brand.add(ctor);
        else info.brands.push(key);
      } else if (element.kind === "method")
        Object.defineProperty(home, name as PropertyKey, { value: made, writable: true, configurable: true });
      else defineAccessor(home, name as PropertyKey, element.kind, made, false);
      return;
    }
    case "PropertyDefinition": {
      if (element.declare) return;
      const key = privateOf(element.key, scope) ?? nameOfKey(keyOf(run, element.key, element.computed, scope).v);
      const field: Field = { key, value: element.value ?? undefined };
      if (element.static)
        statics.push(() => setField(run, field, ctor, new Scope(scope, new Frame(timed(ctor), ctor))));
      else info.fields.push(field);
      return;
    }
    case "TSAbstractMethodDefinition":
    case "TSAbstractPropertyDefinition":
    case "TSIndexSignature":
      return;
    default:
      throw new Unsupported(`class element ${element.type}`);
  }
}

const privateOf = (key: Node, scope: Scope): PrivateName | undefined =>
  key.type === "PrivateIdentifier" ? scope.privateName(key.name) : undefined;

export function defineAccessor(
  home: object,
  name: PropertyKey,
  kind: "get" | "set",
  made: unknown,
  enumerable: boolean,
): void {
  const known = Object.getOwnPropertyDescriptor(home, name);
  const accessor: PropertyDescriptor = { configurable: true, enumerable };
  const get = kind === "get" ? (made as () => unknown) : known?.get;
  const set = kind === "set" ? (made as () => void) : known?.set;
  if (get) accessor.get = get;
  if (set) accessor.set = set;
  Object.defineProperty(home, name, accessor);
}

function setField(run: Run, field: Field, object: object, scope: Scope): void {
  const { key, value } = field;
  const name = typeof key === "object" ? "" : String(key);
  const result = value ? evaluate(run, value, scope, isAnonymous(value) ? name : undefined) : NOTHING;
  if (typeof key === "object") key.fields.set(object, result);
  else run.native(0, () => defineMember(run, object, key, result));
}

function initialize(run: Run, info: ClassInfo, object: object): void {
  run.times.born(object);
  for (const brand of info.brands) brand.brand.add(object);
  const scope = new Scope(info.scope, new Frame(timed(object), info.home));
  for (const field of info.fields) setField(run, field, object, scope);
}

function setParameterFields(run: Run, info: ClassInfo, object: object, scope: Scope): void {
  for (const name of info.parameterFields)
    setMember(run, timed(object), timed(name), scope.lookup(name)?.value ?? NOTHING);
}

export function construct(run: Run, ctor: Timed, args: readonly Timed[], newTarget: object): Timed {
  const info = run.classes.get(ctor.v as object);
  if (!info) {
    const f = timed(
      (...values: unknown[]) => Reflect.construct(ctor.v as new () => object, values, newTarget as new () => object),
      ctor.t,
    );
    return callNative(run, f, NOTHING, args);
  }
  const frame = new Frame(undefined, info.home);
  frame.newTarget = newTarget;
  const { constructor_ } = info;
  if (!info.derived) {
    const object = Object.create((newTarget as { prototype: object }).prototype) as object;
    frame.self = timed(object);
    initialize(run, info, object);
  } else if (!constructor_) {
    callSuper(run, args, frame, info, undefined);
  }
  if (constructor_) {
    const result = callClosure(run, withFields(run, constructor_, info), NOTHING, args, frame);
    if (isObject(result.v)) return result;
    if (!frame.self)
      run.fail(
        new ReferenceError(
          "Must call super constructor in derived class before accessing 'this' or returning from derived constructor",
        ),
        0,
      );
  }
  return timed((frame.self as Timed).v, ctor.t);
}

/** `this.x = x` for parameter properties: after `super()`, or first. */
const starts = new WeakMap<Closure, (frame: Frame, scope: Scope) => void>();
function withFields(run: Run, closure: Closure, info: ClassInfo): Closure {
  if (info.parameterFields.length > 0)
    starts.set(closure, (frame, scope) => setParameterFields(run, info, (frame.self as Timed).v as object, scope));
  return closure;
}

export function startConstructor(closure: Closure, frame: Frame, scope: Scope): void {
  if (frame.self) starts.get(closure)?.(frame, scope);
}

export function callSuper(
  run: Run,
  args: readonly Timed[],
  frame: Frame,
  info: ClassInfo,
  scope: Scope | undefined,
): void {
  const ctor = (info.home as { constructor: object }).constructor;
  const parent = Object.getPrototypeOf(ctor) as object | null;
  if (typeof parent !== "function") run.fail(new TypeError("Super constructor null of anonymous class"), 0);
  const made = construct(run, timed(parent), args, frame.newTarget as object);
  if (frame.self) run.fail(new ReferenceError("Super constructor may only be called once"), 0);
  frame.self = made;
  initialize(run, info, made.v as object);
  if (scope && info.parameterFields.length > 0) setParameterFields(run, info, made.v as object, scope);
}
