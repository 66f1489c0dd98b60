/** `npm start`: installs what is missing, then hands over to `start.ts` under Windvane's own Node. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { installPackages, ownEnvironment, ownNode, ROOT } from "./install.mjs";

installPackages({ withTests: false });
const child = spawn(ownNode(), [join(ROOT, "supabase", "local", "start.ts"), ...process.argv.slice(2)], {
  cwd: ROOT,
  env: ownEnvironment(),
  stdio: "inherit",
});
// Passed on, and waited for: the other one stops in order. Twice the same signal is harmless there.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));
