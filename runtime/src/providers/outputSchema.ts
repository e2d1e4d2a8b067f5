/** Fits a JSON Schema to what providers with native structured output accept. */

type Schema = Record<string, unknown>;

const HOLDERS = ["properties", "$defs", "definitions", "patternProperties"];
const LISTS = ["anyOf", "oneOf", "allOf", "prefixItems"];
const SINGLE = ["items", "not", "if", "then", "else", "contains"];

/**
 * A copy in which every object that says nothing about further properties allows none. What fits the copy
 * fits the original.
 */
export function closeObjects(schema: Schema): Schema {
  const copy = mapSchemas(schema, closeObjects);
  if (isObjectSchema(copy) && !Object.hasOwn(copy, "additionalProperties")) copy["additionalProperties"] = false;
  return copy;
}

/** Whether the strict mode of the OpenAI API takes `schema`: closed objects, every property required. */
export function isStrict(schema: Schema): boolean {
  let strict = true;
  const visit = (each: Schema): Schema => {
    if (isObjectSchema(each)) {
      const required = new Set(Array.isArray(each["required"]) ? each["required"] : []);
      const names = Object.keys((each["properties"] as Schema | undefined) ?? {});
      if (each["additionalProperties"] !== false || !names.every((name) => required.has(name))) strict = false;
    }
    return mapSchemas(each, visit);
  };
  visit(schema);
  return strict && schema["type"] === "object";
}

function isObjectSchema(schema: Schema): boolean {
  return schema["type"] === "object" || Object.hasOwn(schema, "properties");
}

function mapSchemas(schema: Schema, map: (schema: Schema) => Schema): Schema {
  const copy: Schema = { ...schema };
  const apply = (value: unknown): unknown => (isSchema(value) ? map(value) : value);
  for (const key of HOLDERS) {
    const held = copy[key];
    if (isSchema(held)) copy[key] = Object.fromEntries(Object.entries(held).map(([name, each]) => [name, apply(each)]));
  }
  for (const key of LISTS) if (Array.isArray(copy[key])) copy[key] = copy[key].map(apply);
  for (const key of SINGLE) if (Object.hasOwn(copy, key)) copy[key] = apply(copy[key]);
  return copy;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
