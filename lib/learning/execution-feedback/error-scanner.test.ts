import { describe, expect, test } from "vitest";
import { scanMessage } from "./error-scanner.ts";

const read = (message: string) => scanMessage(message).words.join(" ");

// Expected by hand: what a person who looks at the message would call its variables.
describe("a variable is told by its shape:", () => {
  test.each([
    ["numbers", "retry 3 of -12.5, got 1,398.00", "retry <*> of <*> got <*>"],
    ["hex and ids", "handle 0x7fed806e of blk_-6952295868487656571 and 8a2a501f", "handle <*> of <*> and <*>"],
    ["uuids", "request 5776c214-f876-492f-bb5b-43d0db0ce1d2 failed", "request <*> failed"],
    ["paths", "cannot open /var/lib/x y: C:\\Temp\\a.txt or ~/notes", "cannot open <*> y <*> or <*>"],
    ["urls with all that belongs to them", "GET https://api.example.com/v1/a?b=c&d=e,f failed.", "GET <*> f failed"],
    ["hosts and addresses", "db.example.co.uk and 10.0.0.7:5432 and fe80::1:2", "<*> and <*> and <*>"],
    ["hardware addresses", "chip FF:F2:9F:16:E2:23:00:0D came", "chip <*> came"],
    ["e-mail addresses", "no mailbox for jane@example.org here", "no mailbox for <*> here"],
    ["times and dates in words", "at 2026-11-22T21:48:36Z and Fri Jun 17 07:07:00 2005 PDT it fell", "at <*> and <*> it fell"],
    ["durations and sizes with their units", "took 19.05 seconds for 5.2 KB, lifetime <1 sec", "took <*> for <*> lifetime <*>"],
    ["quoted text at both ends", "'a' of 'b'", "<*> of <*>"],
    ["quoted text", "no attribute 'elts' of \"a b\" and `c`", "no attribute <*> of <*> and <*>"],
    ["lists", "one of ['a', \"b]\", [1]] or [2, 3] or []", "one of […] or […] or […]"],
    ["objects", "got {'a': {'b': 1}} here", "got {…} here"],
    ["values", "is ready = true, was None", "is ready <*> was <*>"],
    ["names of accounts", "session closed for user alice", "session closed for user <*>"],
    ["an empty remark as any other", "from () at once", "from (<*>) at once"],
    ["several values in a row, as one", "sizes 1 2 3 4 of it", "sizes <*> of it"],
    ["keys without spaces", `token ${"abcdefghij".repeat(9)} refused`, "token <*> refused"],
  ])("%s", (_, message, expected) => {
    expect(read(message)).toBe(expected);
  });
});

describe("what says what happened stays:", () => {
  test.each([
    [
      "words with hyphens, dots and slashes",
      "double-hummer load/store in java.io.IOException",
      "double-hummer load/store in java.io.IOException",
    ],
    ["apostrophes", "can't open, it's closed", "can't open it's closed"],
    ["names of functions", "init() ok", "init ok"],
    ["the method of a request", '"POST /v2/servers HTTP/1.1" 202', "POST <*>"],
    ["the key of a value", "uid=0 user=root", "uid <*> user root"],
    ["months and units that are none", "you may wait; s is a letter", "you may wait s is a letter"],
    ["what follows the word user in a sentence", "user is not allowed", "user is not allowed"],
    ["words in brackets", "VM Stopped (Lifecycle Event)", "VM Stopped Lifecycle Event"],
    ["text in other scripts", "ошибка чтения файла 5", "ошибка чтения файла <*>"],
  ])("%s", (_, message, expected) => {
    expect(read(message)).toBe(expected);
  });
});

test("an object that tells of an error is described by its first fields and its kind", () => {
  const openAi = '{"error": {"message": "no \\"key\\": x", "type": "invalid_request_error", "param": null, "code": "invalid_api_key"}}';
  const python = "{'error': {'message': 'Rate limit', 'type': 'tokens', 'param': None, 'code': 'rate_limit_exceeded'}}";
  expect(read(`Error: ${openAi}`)).toBe("Error {error,message,type,param,type=invalid_request_error,code=invalid_api_key…}");
  expect(read(`Error: ${python}`)).toBe("Error {error,message,type,param,type=tokens,code=rate_limit_exceeded…}");
});

test("an object that the message cuts off reaches to its end", () => {
  expect(read('bad answer {"error": {"message": "half a sen')).toBe("bad answer {error,message…}");
});

test("control characters and marks without width are spaces", () => {
  expect(read("a\u0000b\u200bc\u00a0d\u2028e\u001b[31mred")).toBe("a b c d e <*>");
});

describe("time is linear, whatever the message:", () => {
  const hostile = [
    "'",
    '"',
    "[",
    "[1",
    '["',
    "{'",
    "(",
    "a:",
    "1:",
    "a.",
    "..",
    "/",
    "\\",
    "<*>",
    "user ",
    "Fri ",
    "a='",
    "['a\\",
    '"\\',
    "1,",
    "\u2028",
  ];
  test.each(hostile)("%j many times", (piece) => {
    const count = (length: number) => {
      const text = piece.repeat(length / piece.length);
      const started = performance.now();
      scanMessage(text);
      return performance.now() - started;
    };
    count(2000);
    // 100 times the length may take 100 times as long; squared it would be 10,000 times.
    expect(count(200_000)).toBeLessThan(1000);
  });
});
