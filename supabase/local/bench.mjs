/** `npm run bench -- NAME`: installs what is missing, then runs e2e/bench/NAME.ts under Windvane's own Node. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installPackages, ownEnvironment, ownNode, ROOT } from "./install.mjs";

installPackages({ withTests: true });
const result = spawnSync(ownNode(), [join(ROOT, "e2e", "bench", "bench.ts"), ...process.argv.slice(2)], {
  cwd: ROOT,
  env: ownEnvironment(),
  stdio: "inherit",
});
process.exit(result.status ?? 1);
