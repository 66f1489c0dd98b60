import { describe, expect, test, vi } from "vitest";
import { LocalError } from "./local-error.ts";
import { complain } from "./terminal.ts";

function complaintOf(cause: unknown): string {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    expect(complain(cause)).toBe(1);
    return write.mock.calls
      .map(([text]) => String(text))
      .join("")
      .trim();
  } finally {
    write.mockRestore();
  }
}

describe("a failure is shown", () => {
  test("as its own sentence when somebody can act on it", () => {
    expect(complaintOf(new LocalError("Port 3000 is in use."))).toBe("Port 3000 is in use.");
  });

  test("as one sentence that names the file when a permission or room on the disk is missing", () => {
    const denied = Object.assign(new Error("EACCES: permission denied, open '/x/keys.json'"), { code: "EACCES", path: "/x/keys.json" });
    expect(complaintOf(denied)).toMatch(/^\/x\/keys\.json may not be read or written by this user\. [^\n]+$/);
    expect(complaintOf(Object.assign(new Error("ENOSPC"), { code: "ENOSPC", path: "/x/log" }))).toMatch(
      /^The disk is full at \/x\/log\. [^\n]+$/,
    );
  });

  test("with its stack when it is a fault of ours", () => {
    expect(complaintOf(new TypeError("a bug"))).toContain("terminal.test.ts");
  });
});
