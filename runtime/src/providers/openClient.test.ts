import { afterEach, expect, it, vi } from "vitest";
import { realEnv } from "../env.js";
import { Secret } from "../resources/secret.js";
import { openClient } from "./openClient.js";
import { closeObjects, isStrict } from "./outputSchema.js";

afterEach(() => {
  vi.doUnmock("openai");
  vi.resetModules();
});

it("says which package is missing", async () => {
  vi.doMock("openai", () => {
    throw Object.assign(new Error("Cannot find package 'openai'"), { code: "ERR_MODULE_NOT_FOUND" });
  });
  vi.resetModules();
  const fresh = await import("./openClient.js");
  await expect(fresh.openClient({ provider: "openai", model: "m" }, new Secret("k"), realEnv)).rejects.toThrow(
    /PLT1034: provider "openai" needs the package openai.*npm i openai/,
  );
});

it("hands over a client of the user's own", async () => {
  const client = { complete: () => Promise.reject(new Error("unused")) };
  expect(await openClient({ client }, undefined, realEnv)).toBe(client);
});

it("closes objects for strict output and knows when strict mode takes them", () => {
  const open = {
    type: "object",
    properties: {
      a: { type: "object", properties: { b: { type: "string" } }, required: ["b"] },
      list: { type: "array", items: { type: "object", properties: {} } },
    },
    required: ["a", "list"],
  };
  const closed = closeObjects(open);
  expect(closed).toMatchObject({
    additionalProperties: false,
    properties: { a: { additionalProperties: false }, list: { items: { additionalProperties: false } } },
  });
  expect(open).not.toHaveProperty("additionalProperties");
  expect(isStrict(closed)).toBe(true);
  expect(isStrict(open)).toBe(false);
  expect(isStrict(closeObjects({ type: "object", properties: { a: {} } }))).toBe(false);
  expect(closeObjects({ type: "object", additionalProperties: true })).toEqual({
    type: "object",
    additionalProperties: true,
  });
});
