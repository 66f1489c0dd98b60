/** `npm run -s engine -- NAME < input.jsonl > output.jsonl`: runs one engine as a filter under Windvane's own Node. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installPackages, ownEnvironment, ownNode, ROOT } from "./install.mjs";

// Standard output belongs to the filter alone.
installPackages({ withTests: false, quietly: true });
const result = spawnSync(ownNode(), [join(ROOT, "supabase", "local", "engine", "engine.ts"), ...process.argv.slice(2)], {
  cwd: ROOT,
  env: ownEnvironment(),
  stdio: "inherit",
});
process.exit(result.status ?? 1);
