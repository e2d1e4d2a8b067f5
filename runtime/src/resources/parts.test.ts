import fc from "fast-check";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Lease } from "./lease.js";
import { LatencySample } from "./metrics.js";
import { compareQueued, ReadyQueue, type Queued } from "./readyQueue.js";
import { parseRetryAfter } from "./retryAfter.js";
import { Scrubber, Secret } from "./secret.js";
import { TokenBucket } from "./tokenBucket.js";

describe("parseRetryAfter", () => {
  const wallNow = Date.UTC(2026, 0, 1, 12, 0, 0);
  const read = (headers: Record<string, string>): number | undefined => parseRetryAfter(new Headers(headers), wallNow);

  it("reads milliseconds, seconds and dates", () => {
    expect(read({ "retry-after-ms": "1500", "retry-after": "9" })).toBe(1_500);
    expect(read({ "retry-after": "2" })).toBe(2_000);
    expect(read({ "retry-after": " 0.25 " })).toBe(250);
    expect(read({ "retry-after": "0" })).toBe(0);
    expect(read({ "retry-after": "1000000000" })).toBe(1e12);
    expect(read({ "retry-after": "Thu, 01 Jan 2026 12:00:30 GMT" })).toBe(30_000);
    expect(read({ "retry-after": "Thu, 01 Jan 2026 11:00:00 GMT" })).toBe(0);
  });

  it("compares a date with the date of the response", () => {
    const date = "Wed, 01 Jan 2020 00:00:00 GMT";
    expect(read({ "retry-after": "Wed, 01 Jan 2020 00:00:07 GMT", date })).toBe(7_000);
  });

  it("ignores what makes no sense", () => {
    for (const value of ["", "-1", "soon", "NaN", "Infinity", "2m59.56s", "1e9", "0x10", "9".repeat(40)])
      expect(read({ "retry-after": value })).toBeUndefined();
    expect(read({})).toBeUndefined();
  });
});

describe("TokenBucket", () => {
  it("starts with the burst of a second and stands still when the clock jumps back", () => {
    const bucket = new TokenBucket(600, 1_000);
    let taken = 0;
    while (bucket.waitMs(1_000) === 0) {
      bucket.take(1_000);
      taken++;
    }
    expect(taken).toBe(9);
    const wait = bucket.waitMs(1_000);
    expect(bucket.waitMs(0)).toBe(wait);
    expect(bucket.waitMs(1_000 + wait)).toBe(0);
  });

  it("adds nothing while a gate is closed", () => {
    const bucket = new TokenBucket(6_000, 0);
    bucket.drain(0, 10_000);
    expect(bucket.waitMs(10_000)).toBe(0);
    bucket.take(10_000);
    expect(bucket.waitMs(10_000)).toBeGreaterThan(9);
  });
});

describe("ReadyQueue", () => {
  it("gives the best first whatever was added and removed", () => {
    const item = fc.record({ priority: fc.nat(3), runNumber: fc.nat(3), rank: fc.nat(3), drop: fc.boolean() });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 60 }), (specs) => {
        const queue = new ReadyQueue<Queued>();
        const items = specs.map((spec, arrival) => ({ ...spec, arrival, place: -1 }));
        for (const each of items) queue.add(each);
        for (const each of items) if (each.drop) expect(queue.remove(each)).toBe(true);
        for (const each of items) if (each.drop) expect(queue.remove(each)).toBe(false);
        const left = items.filter(({ drop }) => !drop).sort(compareQueued);
        for (const expected of left) {
          expect(queue.peek()).toBe(expected);
          queue.remove(expected);
        }
        expect(queue.size).toBe(0);
      }),
    );
  });
});

describe("Lease", () => {
  it("is given back once", () => {
    const ends: boolean[] = [];
    const lease = new Lease(0, (succeeded) => ends.push(succeeded));
    lease.release(true);
    lease.release(false);
    expect(ends).toEqual([true]);
  });
});

describe("LatencySample", () => {
  it("keeps bounded memory and sensible quantiles", () => {
    const sample = new LatencySample();
    for (let i = 1; i <= 100_000; i++) sample.add(i % 1_000);
    const { min, mean, p50, p95, max } = sample.read();
    expect([min, max]).toEqual([0, 999]);
    expect(mean).toBeCloseTo(499.5, 1);
    expect(p50).toBeGreaterThan(440);
    expect(p50).toBeLessThan(560);
    expect(p95).toBeGreaterThan(920);
  });
});

describe("secrets", () => {
  const key = 'sk-ab/c+d"e-0123456789';

  it("does not show itself", () => {
    const secret = new Secret(key);
    for (const shown of [String(secret), JSON.stringify({ secret }), inspect({ secret }), `${secret}`])
      expect(shown).not.toContain("sk-");
  });

  it("is taken out of texts and causes in every encoding", () => {
    const scrubber = new Scrubber([new Secret(key), new Secret("x")]);
    const forms = [key, encodeURIComponent(key), JSON.stringify(key), Buffer.from(key).toString("base64")];
    for (const form of forms) expect(scrubber.text(`a ${form} b`)).not.toContain(form.replaceAll('"', ""));
    expect(scrubber.text("x stays")).toBe("x stays");
    const inner = Object.assign(new Error(`inner ${key}`), { code: "ECONNRESET" });
    const error = Object.assign(new Error(`outer ${key}`, { cause: inner }), { headers: { key }, error: { key } });
    const copy = scrubber.cause(error);
    expect(inspect(copy, { depth: 9 })).not.toContain("0123456789");
    expect(((copy as Error).cause as { code: string }).code).toBe("ECONNRESET");
  });
});
