/** `npm test`: installs what is missing, then hands over to `test.ts` under Windvane's own Node. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installPackages, ownEnvironment, ownNode, ROOT } from "./install.mjs";

installPackages({ withTests: true });
const result = spawnSync(ownNode(), [join(ROOT, "supabase", "local", "test.ts"), ...process.argv.slice(2)], {
  cwd: ROOT,
  env: ownEnvironment(),
  stdio: "inherit",
});
process.exit(result.status ?? 1);
