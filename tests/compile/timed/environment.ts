/** Names, what they stand for at the moment, and what a function activation carries: `this`, `super`, `new.target`. */
import { Thrown, timed, notBefore, type Timed } from "./values.js";

/** One activation of a function. */
export class Frame {
  self: Timed | undefined;
  home: object | undefined;
  newTarget: object | undefined;
  /** An arrow function has the `this` of the function around it. */
  readonly around: Frame | undefined;

  constructor(self: Timed | undefined, home?: object, around?: Frame) {
    this.self = self;
    this.home = home;
    this.around = around;
  }

  /** The frame that owns `this`. */
  get owner(): Frame {
    let frame: Frame = this;
    while (frame.around) frame = frame.around;
    return frame;
  }
}

export class Binding {
  value: Timed | undefined;
  readonly writable: boolean;
  readonly frame: Frame;

  constructor(frame: Frame, writable: boolean, value?: Timed) {
    this.frame = frame;
    this.writable = writable;
    this.value = value;
  }

  raise(t: number): void {
    if (this.value) this.value = notBefore(this.value, t);
  }
}

/** A private name of one class: its fields by object, or what it is on all objects with its brand. */
export class PrivateName {
  readonly fields = new WeakMap<object, Timed>();
  readonly brand = new WeakSet<object>();
  method?: Timed;
  get?: Timed;
  set?: Timed;

  raise(object: object, t: number): void {
    const value = this.fields.get(object);
    if (value) this.fields.set(object, notBefore(value, t));
  }
}

export class Scope {
  readonly names = new Map<string, Binding>();
  readonly parent: Scope | undefined;
  readonly frame: Frame;
  privates: Map<string, PrivateName> | undefined;

  constructor(parent: Scope | undefined, frame: Frame) {
    this.parent = parent;
    this.frame = frame;
  }

  inner(): Scope {
    return new Scope(this, this.frame);
  }

  lookup(name: string): Binding | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      const binding = scope.names.get(name);
      if (binding) return binding;
    }
    return undefined;
  }

  declare(name: string, writable: boolean, value?: Timed): Binding {
    const binding = new Binding(this.frame, writable, value);
    this.names.set(name, binding);
    return binding;
  }

  privateName(name: string): PrivateName | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      const found = scope.privates?.get(name);
      if (found) return found;
    }
    return undefined;
  }
}

export function read(binding: Binding, name: string, ctl: number): Timed {
  if (binding.value) return binding.value;
  throw new Thrown(timed(new ReferenceError(`Cannot access '${name}' before initialization`), ctl));
}
