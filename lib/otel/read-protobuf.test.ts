import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { describe, expect, test } from "vitest";
import { encodeAccepted, encodeRefused, encodingOf } from "./export-answer.ts";
import { readSpans } from "./otel-span.ts";
import { readProtobuf } from "./read-protobuf.ts";

const message = (no: number, writer: BinaryWriter, inner: BinaryWriter) => writer.tag(no, WireType.LengthDelimited).bytes(inner.finish());
const text = (no: number, value: string, writer = new BinaryWriter()) => writer.tag(no, WireType.LengthDelimited).string(value);
const keyValue = (key: string, value: BinaryWriter) => message(2, text(1, key), value);

/** By the numbers of opentelemetry-proto's trace.proto, written here by hand. */
function spanBytes(): Uint8Array {
  const span = new BinaryWriter()
    .tag(1, WireType.LengthDelimited)
    .bytes(Uint8Array.from({ length: 16 }, (_, index) => index + 1))
    .tag(2, WireType.LengthDelimited)
    .bytes(Uint8Array.from({ length: 8 }, (_, index) => 0xf0 + index));
  text(5, "work", span).tag(7, WireType.Bit64).fixed64(1763802000123456789n).tag(8, WireType.Bit64).fixed64(1763802001000000789n);
  message(9, span, keyValue("whole", new BinaryWriter().tag(3, WireType.Varint).int64(-5n)));
  message(9, span, keyValue("huge", new BinaryWriter().tag(3, WireType.Varint).int64(9007199254740993n)));
  message(9, span, keyValue("ratio", new BinaryWriter().tag(4, WireType.Bit64).double(0.25)));
  message(9, span, keyValue("bytes", new BinaryWriter().tag(7, WireType.LengthDelimited).bytes(Uint8Array.of(255, 0))));
  const values = message(1, message(1, new BinaryWriter(), text(1, "a")), new BinaryWriter().tag(2, WireType.Varint).bool(true));
  message(9, span, keyValue("list", message(5, new BinaryWriter(), values)));
  message(15, span, text(2, "broken").tag(3, WireType.Varint).int32(2));
  // A field that a later version may add.
  text(99, "new", span);
  const scope = message(2, message(1, new BinaryWriter(), text(1, "lib")), span);
  const resource = message(1, new BinaryWriter(), message(1, new BinaryWriter(), keyValue("service.name", text(1, "shop"))));
  return message(1, new BinaryWriter(), message(2, resource, scope)).finish();
}

const JSON_REQUEST = {
  resourceSpans: [
    {
      resource: { attributes: [{ key: "service.name", value: { stringValue: "shop" } }] },
      scopeSpans: [
        {
          scope: { name: "lib" },
          spans: [
            {
              traceId: "0102030405060708090A0B0C0D0E0F10",
              spanId: "f0f1f2f3f4f5f6f7",
              name: "work",
              startTimeUnixNano: "1763802000123456789",
              endTimeUnixNano: "1763802001000000789",
              attributes: [
                { key: "whole", value: { intValue: -5 } },
                { key: "huge", value: { intValue: "9007199254740993" } },
                { key: "ratio", value: { doubleValue: 0.25 } },
                { key: "bytes", value: { bytesValue: "/wA=" } },
                { key: "list", value: { arrayValue: { values: [{ stringValue: "a" }, { boolValue: true }] } } },
              ],
              status: { code: "STATUS_CODE_ERROR", message: "broken" },
              unknownField: 1,
            },
          ],
        },
      ],
    },
  ],
};

test("both encodings of a request end in the same spans", () => {
  const fromProtobuf = readSpans(readProtobuf("TracesRequest", spanBytes()));
  expect(fromProtobuf).toEqual(readSpans(JSON_REQUEST));
  expect(fromProtobuf.spans[0]?.attributes).toEqual({ whole: -5, huge: "9007199254740993", ratio: 0.25, bytes: "/wA=", list: ["a", true] });
  expect(fromProtobuf.spans[0]?.status).toEqual({ code: "error", message: "broken" });
});

describe("bytes that are no request", () => {
  test("are refused wherever they are cut off", () => {
    const bytes = spanBytes();
    const faults = Array.from({ length: bytes.length - 1 }, (_, length) => {
      try {
        readProtobuf("TracesRequest", bytes.subarray(0, length));
        return null;
      } catch (cause) {
        return cause instanceof Error ? cause.name : "?";
      }
    });
    // Cut at nothing it is an empty request; anywhere else the outermost message is too short.
    expect(new Set(faults.slice(1))).toEqual(new Set(["AppError"]));
  });

  test("are refused when they nest without end", () => {
    let value = text(1, "deep");
    for (let level = 0; level < 200; level += 1) value = message(5, new BinaryWriter(), message(1, new BinaryWriter(), value));
    const span = message(9, new BinaryWriter(), keyValue("k", value));
    const request = message(1, new BinaryWriter(), message(2, new BinaryWriter(), message(2, new BinaryWriter(), span)));
    expect(() => readProtobuf("TracesRequest", request.finish())).toThrow("nested deeper");
  });
});

describe("an answer", () => {
  test("without faults is an empty message", () => {
    expect(new TextDecoder().decode(encodeAccepted("json", "traces", []))).toBe("{}");
    expect(encodeAccepted("protobuf", "traces", [])).toHaveLength(0);
  });

  test("counts what was rejected, as a 64-bit number is written in JSON", () => {
    const said: unknown = JSON.parse(new TextDecoder().decode(encodeAccepted("json", "metrics", ["a: bad", "b: bad"])));
    expect(said).toEqual({ partialSuccess: { rejectedDataPoints: "2", errorMessage: "a: bad; b: bad" } });
  });

  test("of protobuf is a google.rpc.Status byte by byte", () => {
    // 08 03: code 3; 12 02: a text of two bytes.
    expect([...encodeRefused("protobuf", 3, "no")]).toEqual([0x08, 0x03, 0x12, 0x02, 0x6e, 0x6f]);
  });

  test.each([
    ["application/json; charset=utf-8", "json"],
    ["application/x-protobuf", "protobuf"],
    ["text/plain", null],
    [null, null],
  ])("comes in the encoding of %s", (type, encoding) => {
    expect(encodingOf(type)).toBe(encoding);
  });
});
