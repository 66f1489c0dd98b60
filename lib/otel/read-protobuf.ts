import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { AppError } from "../core/app-error.ts";
import { type Field, type FieldKind, isMessage, type MessageName, messageFields } from "./protobuf-fields.ts";

/** Deeper than any real attribute; whoever reads a value by recursion must not run out of stack. */
const MAX_DEPTH = 64;

type Shape = Record<string, unknown>;

/**
 * A protobuf body of OTLP as the object that OTLP's own JSON form parses to: ids as hexadecimal digits, 64-bit
 * integers as decimal text, bytes of attributes as base64. So both encodings are read by the same code afterwards.
 * Raises `invalid_input` for bytes that are no such message.
 * **Source:** protobuf.dev, "Encoding"; opentelemetry.io, OTLP 1.x, "JSON Protobuf Encoding".
 */
export function readProtobuf(name: MessageName, bytes: Uint8Array): unknown {
  try {
    return readMessage(name, bytes, 0);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("invalid_input", "The body is no protobuf message of OTLP.", { cause });
  }
}

function readMessage(name: MessageName, bytes: Uint8Array, depth: number): Shape {
  if (depth > MAX_DEPTH) throw new AppError("invalid_input", `The body is nested deeper than ${MAX_DEPTH} levels.`);
  const fields = messageFields(name);
  const reader = new BinaryReader(bytes);
  const shape: Shape = {};
  while (reader.pos < reader.len) {
    const [no, wire] = reader.tag();
    const field = fields[no];
    if (field === undefined) reader.skip(wire, no);
    else readField(shape, field, { reader, wire, depth });
  }
  return shape;
}

type At = { readonly reader: BinaryReader; readonly wire: WireType; readonly depth: number };

function readField(shape: Shape, field: Field, { reader, wire, depth }: At): void {
  const { name, type, isRepeated } = field;
  if (isMessage(type)) {
    const value = readMessage(type, reader.bytes(), depth + 1);
    if (isRepeated) listIn(shape, name).push(value);
    else shape[name] = { ...asShape(shape[name]), ...value };
    return;
  }
  if (!isRepeated) {
    shape[name] = readScalar(reader, type);
    return;
  }
  const values = listIn(shape, name);
  if (wire !== WireType.LengthDelimited) {
    values.push(readScalar(reader, type));
    return;
  }
  const end = reader.uint32() + reader.pos;
  while (reader.pos < end) values.push(readScalar(reader, type));
}

/** The list under a name, made where there is none yet. */
function listIn(shape: Shape, name: string): unknown[] {
  const known = shape[name];
  if (Array.isArray(known)) return known;
  const made: unknown[] = [];
  shape[name] = made;
  return made;
}

/** A message that comes in two parts is the parts' union, as protobuf says. */
function asShape(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

function readScalar(reader: BinaryReader, kind: FieldKind): unknown {
  switch (kind) {
    case "string":
      return reader.string();
    case "hex":
      return toHex(reader.bytes());
    case "base64":
      return toBase64(reader.bytes());
    case "bool":
      return reader.bool();
    case "double":
      return reader.double();
    case "int32":
      return reader.int32();
    case "sint32":
      return reader.sint32();
    default:
      return String(readLong(reader, kind));
  }
}

function readLong(reader: BinaryReader, kind: "fixed64" | "sfixed64" | "int64" | "uint64"): bigint | string {
  if (kind === "fixed64") return reader.fixed64();
  if (kind === "sfixed64") return reader.sfixed64();
  return kind === "int64" ? reader.int64() : reader.uint64();
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
