import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSeededRandom } from "./seeded-random.ts";
import { isUuidV7, makeUuidV7, readUuidV7InstantMs, uuidFloorAt } from "./uuid-v7.ts";

// RFC 9562, appendix A.6: unix_ts_ms 0x017F22E279B0, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F.
const RFC_INSTANT_MS = 1645557742000;
const RFC_RANDOM = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
const RFC_UUID = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";

const instants = fc.integer({ min: 0, max: 2 ** 48 - 1 });

describe("makeUuidV7", () => {
  test("gives the example of RFC 9562", () => {
    expect(makeUuidV7({ nowMs: RFC_INSTANT_MS, randomBytes: RFC_RANDOM })).toBe(RFC_UUID);
  });

  test("sets version and variant whatever the random bits are", () => {
    const ones = new Uint8Array(10).fill(0xff);
    expect(makeUuidV7({ nowMs: 0, randomBytes: ones })).toBe("00000000-0000-7fff-bfff-ffffffffffff");
    expect(makeUuidV7({ nowMs: 0, randomBytes: new Uint8Array(10) })).toBe("00000000-0000-7000-8000-000000000000");
  });

  test("draws differ, and repeat for the same seed", () => {
    const random = createSeededRandom(1);
    const first = makeUuidV7({ nowMs: 5, random });
    expect(makeUuidV7({ nowMs: 5, random })).not.toBe(first);
    expect(makeUuidV7({ nowMs: 5, random: createSeededRandom(1) })).toBe(first);
  });

  test("leaves the given bytes as they were", () => {
    const bytes = new Uint8Array(10).fill(0xff);
    makeUuidV7({ nowMs: 0, randomBytes: bytes });
    expect(bytes).toEqual(new Uint8Array(10).fill(0xff));
  });

  test.each([-1, 0.5, 2 ** 48, Number.NaN])("refuses the instant %d", (nowMs) => {
    expect(() => makeUuidV7({ nowMs, randomBytes: RFC_RANDOM })).toThrow(`not ${nowMs}`);
  });

  test("refuses fewer than ten bytes", () => {
    expect(() => makeUuidV7({ nowMs: 0, randomBytes: new Uint8Array(9) })).toThrow("not 9");
  });
});

describe("readUuidV7InstantMs", () => {
  test("reads the example of RFC 9562", () => {
    expect(readUuidV7InstantMs(RFC_UUID.toUpperCase())).toBe(RFC_INSTANT_MS);
  });

  test("returns what makeUuidV7 was given", () => {
    fc.assert(
      fc.property(instants, fc.uint8Array({ minLength: 10, maxLength: 10 }), (nowMs, randomBytes) => {
        const uuid = makeUuidV7({ nowMs, randomBytes });
        expect(isUuidV7(uuid)).toBe(true);
        expect(readUuidV7InstantMs(uuid)).toBe(nowMs);
      }),
    );
  });

  test.each(["", "not-a-uuid", "017f22e2-79b0-4cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-18c4-dc0c0c07398f"])("refuses '%s'", (text) => {
    expect(() => readUuidV7InstantMs(text)).toThrow("Not a UUIDv7");
  });
});

describe("uuidFloorAt", () => {
  test("is the time, then zeros", () => {
    expect(uuidFloorAt(RFC_INSTANT_MS)).toBe("017f22e2-79b0-0000-0000-000000000000");
  });

  test("lies below every id of its instant and above every id before it", () => {
    fc.assert(
      fc.property(instants, fc.uint8Array({ minLength: 10, maxLength: 10 }), (instantMs, randomBytes) => {
        expect(uuidFloorAt(instantMs) < makeUuidV7({ nowMs: instantMs, randomBytes })).toBe(true);
        if (instantMs > 0) expect(makeUuidV7({ nowMs: instantMs - 1, randomBytes }) < uuidFloorAt(instantMs)).toBe(true);
      }),
    );
  });
});
