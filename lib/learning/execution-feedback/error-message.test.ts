import { expect, test } from "vitest";
import { headOfMessage } from "./error-message.ts";

const NODE = `TypeError: x is not a function
    at Object.<anonymous> (/app/a.js:1:1)
    at Module._compile (node:internal/modules/cjs/loader:1554:14)`;
const PYTHON = `Traceback (most recent call last):
  File "/app/a.py", line 3, in <module>
    main()
    ~~~~^^
ValueError: invalid literal
during step 4`;
const JAVA = `java.io.IOException: Broken pipe
\tat sun.nio.ch.FileDispatcherImpl.write0(Native Method)
\t... 12 more
Caused by: java.net.SocketException: reset
\tat a.b.C.d(C.java:10)`;
const GO = `panic: index out of range
goroutine 1 [running]:
\t/app/main.go:10 +0x1d`;

// What a reader of the trace would quote of it.
test.each([
  ["one line, as it is", "Disk is full", "Disk is full"],
  ["JavaScript", NODE, "TypeError: x is not a function"],
  ["Python", PYTHON, "ValueError: invalid literal"],
  ["Python after words of the agent", `Step failed:\n${PYTHON}`, "Step failed:\n ValueError: invalid literal"],
  ["Java, with the cause", JAVA, "java.io.IOException: Broken pipe Caused by: java.net.SocketException: reset"],
  ["Go", GO, "panic: index out of range"],
  ["several lines without frames", "a\r\nb", "a b"],
  ["nothing but frames", "    at a (b.js:1:1)\n    at c (d.js:1:1)", "    at a (b.js:1:1)     at c (d.js:1:1)"],
  ["an empty message", "", ""],
])("%s", (_, message, expected) => {
  expect(headOfMessage(message).trim()).toBe(expected.trim());
});

test("of an endless trace the ends are looked at, and 2000 characters kept", () => {
  const endless = `Traceback (most recent call last):\n${'  File "a.py", line 1, in f\n    f()\n'.repeat(50_000)}RecursionError: too deep`;
  expect(headOfMessage(endless)).toContain("RecursionError: too deep");
  expect(headOfMessage("x".repeat(1_000_000))).toHaveLength(2000);
  expect(headOfMessage("x y\n".repeat(1_000_000))).toHaveLength(2000);
});

// A look at each blank line from each other takes a hundred times as long.
test("blank lines cost no more than others", () => {
  const startedMs = performance.now();
  for (let time = 0; time < 50; time += 1) expect(headOfMessage(`a${"\n".repeat(16_000)}b`)).toContain("a");
  expect(performance.now() - startedMs).toBeLessThan(3000);
});
