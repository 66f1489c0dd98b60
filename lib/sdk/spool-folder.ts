import { isGranted, ownProcess } from "./host.ts";

/** Where rows wait that cannot be sent: `directory` (the state folder of the user, when not named) holding at most `maxBytes`; false: in memory only. */
export type SpoolOption = { readonly directory?: string | undefined; readonly maxBytes?: number | undefined } | false;

/**
 * The folder for the rows of one address and key; null when there is none to use. It bears a digest of both: what waits for one project
 * is never sent to another, and the key itself is not written down.
 */
export function findSpoolFolder(
  option: SpoolOption | undefined,
  target: { readonly endpoint: string; readonly apiKey: string },
): string | null {
  const process = ownProcess();
  const crypto = process?.getBuiltinModule("node:crypto");
  if (option === false || crypto === undefined) return null;
  const directory = option?.directory ?? defaultDirectory();
  if (directory === null || directory === "") return null;
  if (!isGranted({ name: "read", path: directory }) || !isGranted({ name: "write", path: directory })) return null;
  const digest = crypto.createHash("sha256").update(`${target.endpoint}\n${target.apiKey}`).digest("hex");
  return `${directory.replace(/[/\\]+$/, "")}/${digest.slice(0, 32)}`;
}

function defaultDirectory(): string | null {
  const process = ownProcess();
  const os = process?.getBuiltinModule("node:os");
  if (process === null || os === undefined) return null;
  const variable = process.platform === "win32" ? "LOCALAPPDATA" : "XDG_STATE_HOME";
  const state = isGranted({ name: "env", variable }) ? process.env[variable] : undefined;
  if (state) return `${state}/windvane/spool`;
  if (!isGranted({ name: "sys", kind: "homedir" })) return null;
  const home = os.homedir();
  return home === "" || home === "/" ? null : `${home}/.local/state/windvane/spool`;
}
