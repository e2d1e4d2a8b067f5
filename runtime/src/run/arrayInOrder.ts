/** The array methods that take a callback, for a callback that must be awaited: one element after another, as the synchronous method would. */

export type AsyncCallback = (...args: unknown[]) => Promise<unknown>;

export async function arrayInOrder(
  method: string,
  items: readonly unknown[],
  callback: AsyncCallback,
  rest: readonly unknown[],
): Promise<unknown> {
  if (method === "reduce" || method === "reduceRight") return reduce(method, items, callback, rest);
  const self = rest[0];
  const call = (i: number): Promise<unknown> => callback.call(self, items[i], i, items);
  const { length } = items;
  switch (method) {
    case "map": {
      const result: unknown[] = new Array(length);
      for (let i = 0; i < length; i++) if (i in items) result[i] = await call(i);
      return result;
    }
    case "flatMap": {
      const result: unknown[] = [];
      for (let i = 0; i < length; i++) {
        if (!(i in items)) continue;
        const value = await call(i);
        if (Array.isArray(value)) for (const item of value.flat(0)) result.push(item); // spread has a limit
        else result.push(value);
      }
      return result;
    }
    case "forEach":
      for (let i = 0; i < length; i++) if (i in items) await call(i);
      return undefined;
    case "filter": {
      const result: unknown[] = [];
      for (let i = 0; i < length; i++) {
        if (!(i in items)) continue;
        const item = items[i];
        if (await call(i)) result.push(item);
      }
      return result;
    }
    case "some":
      for (let i = 0; i < length; i++) if (i in items && (await call(i))) return true;
      return false;
    case "every":
      for (let i = 0; i < length; i++) if (i in items && !(await call(i))) return false;
      return true;
    case "find":
    case "findIndex":
      for (let i = 0; i < length; i++) {
        const item = items[i];
        if (await call(i)) return method === "find" ? item : i;
      }
      return method === "find" ? undefined : -1;
    case "findLast":
    case "findLastIndex":
      for (let i = length - 1; i >= 0; i--) {
        const item = items[i];
        if (await call(i)) return method === "findLast" ? item : i;
      }
      return method === "findLast" ? undefined : -1;
    default:
      throw new TypeError(`no array method ${method} takes an awaited callback`);
  }
}

async function reduce(
  method: string,
  items: readonly unknown[],
  callback: AsyncCallback,
  rest: readonly unknown[],
): Promise<unknown> {
  const indices = [...items.keys()];
  if (method === "reduceRight") indices.reverse();
  let value = rest[0];
  if (rest.length === 0) {
    const first = indices.findIndex((i) => i in items);
    if (first === -1) throw new TypeError("Reduce of empty array with no initial value");
    value = items[indices[first] as number];
    indices.splice(0, first + 1);
  }
  for (const i of indices) if (i in items) value = await callback(value, items[i], i, items);
  return value;
}
