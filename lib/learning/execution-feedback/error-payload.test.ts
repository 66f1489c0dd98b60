import { expect, test } from "vitest";
import { describePayload } from "./error-payload.ts";

// By hand from the docstring: the first four fields, and kinds among the first six.
test.each([
  ["the fields of an error, and its kind", '{"error": {"code": "quota", "message": "no 5"}}', "error,code,message,code=quota"],
  ["quotes of Python", "{'errors': [{'reason': 'notFound'}]}", "errors,reason,reason=notFound"],
  ["numbers in names of fields", '{"Error 12": 1, "b34": 2}', "Error #,b#"],
  ["what texts hold is no field", '{"error": "said \\"code\\": \\"x\\" and {\'type\': 1}", "z": 1}', "error,z"],
  ["sentences are no kind", '{"error": 1, "type": "no such thing"}', "error,type"],
  ["a cut off end", '{"error": 1, "typ', "error"],
  ["data", '{"type": "circle", "radius": 3}', ""],
  ["an empty object", "{}", ""],
])("%s", (_, body, expected) => {
  expect(describePayload(body)).toBe(expected);
});
