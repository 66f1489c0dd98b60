/** `npm run rebuild-rollups -- [--workspace SLUG]`: makes the rollups anew from history, under Windvane's own Node. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installPackages, ownEnvironment, ownNode, ROOT } from "./install.mjs";

installPackages({ withTests: false });
// Ctrl-C reaches both processes: this one waits for the other, which says what became of the work.
process.on("SIGINT", () => undefined);
const result = spawnSync(ownNode(), [join(ROOT, "supabase", "local", "rebuild-rollups.ts"), ...process.argv.slice(2)], {
  cwd: ROOT,
  env: ownEnvironment(),
  stdio: "inherit",
});
process.exit(result.status ?? 1);
