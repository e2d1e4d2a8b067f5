/**
 * The part of Standard Schema (version 1) that plait uses, so that any library that implements it (zod,
 * valibot, arktype) describes an output, and none is a dependency. Where the schema also implements Standard
 * JSON Schema, providers get the JSON Schema.
 */
import { PlaitError } from "../errors.js";

export interface StandardSchema<Output = unknown> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
    readonly jsonSchema?: {
      readonly input: (options: { target: "draft-2020-12" }) => Record<string, unknown>;
    };
  };
}

export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

export function isStandardSchema(value: unknown): value is StandardSchema {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  const standard = (value as { "~standard"?: { version?: unknown; validate?: unknown } })["~standard"];
  return standard?.version === 1 && typeof standard.validate === "function";
}

/** The JSON Schema of what the model must write, or undefined where the library cannot tell. */
export function jsonSchemaOf(schema: StandardSchema): Record<string, unknown> | undefined {
  try {
    return schema["~standard"].jsonSchema?.input({ target: "draft-2020-12" });
  } catch {
    return undefined; // a type without a JSON form, such as a date; the answer is still validated
  }
}

const SHOWN_ISSUES = 10;

/** One line per issue: `- items.0.price: expected number`. */
export function describeIssues(issues: readonly SchemaIssue[]): string {
  const lines = issues.slice(0, SHOWN_ISSUES).map(({ message, path }) => {
    const where = path?.map((part) => String(typeof part === "object" ? part.key : part)).join(".");
    return `- ${where ? `${where}: ` : ""}${message}`;
  });
  if (issues.length > SHOWN_ISSUES) lines.push(`- and ${issues.length - SHOWN_ISSUES} more`);
  return lines.join("\n");
}

/** Reads the JSON value in a model's answer and validates it. */
export async function readAnswer<Output>(schema: StandardSchema<Output>, text: string): Promise<SchemaResult<Output>> {
  let value: unknown;
  try {
    value = JSON.parse(withoutFence(text));
  } catch (error) {
    return { issues: [{ message: `the answer is not JSON (${(error as Error).message})` }] };
  }
  const result = await schema["~standard"].validate(value);
  if (result instanceof Error || (result.issues && !Array.isArray(result.issues))) {
    throw new PlaitError("PLT1044", "the output schema's validate() did not return a Standard Schema result.");
  }
  return result;
}

/** Takes the text out of one Markdown code fence around it, if there is one. */
export function withoutFence(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith("```")) return trimmed;
  const firstLineEnd = trimmed.indexOf("\n");
  const close = trimmed.lastIndexOf("```");
  if (firstLineEnd < 0) return close > 2 ? trimmed.slice(3, close).trim() : trimmed;
  return trimmed.slice(firstLineEnd + 1, close > firstLineEnd ? close : undefined).trim();
}
