/** `Parameter`, a named piece of text in a pipeline that training may rewrite: a prompt, a style, a rule. */
import { PlaitError } from "../errors.js";
import { INSPECT, PARAMETER } from "./brand.js";

export interface ParameterOptions {
  /** What the text is for. An optimizer reads it, so it is required unless `requiresGrad` is false. */
  description?: string | undefined;
  /** Whether training may change the value. Default true. */
  requiresGrad?: boolean | undefined;
}

const SHOWN = 40;

export class Parameter {
  declare readonly [PARAMETER]: true;
  readonly description: string | undefined;
  readonly requiresGrad: boolean;
  #value: string;

  /**
   * @throws PlaitError PLT1043 when `value` is no text, or when training may change it and there is no
   * description.
   */
  constructor(value: string, options: ParameterOptions = {}) {
    this.requiresGrad = options.requiresGrad ?? true;
    this.description = options.description;
    this.#value = checked(value);
    if (this.requiresGrad && !this.description?.trim()) {
      throw new PlaitError(
        "PLT1043",
        'a parameter that training may change needs a description, because the optimizer reads what the text is for: new Parameter("…", { description: "…" }). For a fixed text, pass { requiresGrad: false }.',
      );
    }
  }

  /** The text. Calls read it when they start. */
  get value(): string {
    return this.#value;
  }

  set value(value: string) {
    this.#value = checked(value);
  }

  /** The value, so that a parameter can stand in a template string. */
  toString(): string {
    return this.#value;
  }

  toJSON(): string {
    return this.#value;
  }
}

Object.defineProperty(Parameter.prototype, PARAMETER, { value: true });
Object.defineProperty(Parameter.prototype, INSPECT, {
  value: function (this: Parameter): string {
    const { value } = this;
    return `Parameter(${JSON.stringify(value.length > SHOWN ? `${value.slice(0, SHOWN - 1)}…` : value)})`;
  },
});

function checked(value: unknown): string {
  if (typeof value === "string") return value;
  throw new PlaitError(
    "PLT1043",
    `the value of a parameter must be text, not ${value === null ? "null" : typeof value}.`,
  );
}

/** True for every parameter, also one made by another copy of this package. */
export function isParameter(value: unknown): value is Parameter {
  return typeof value === "object" && value !== null && (value as { [PARAMETER]?: unknown })[PARAMETER] === true;
}
