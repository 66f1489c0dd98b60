/** `npm run bench` lists the benchmarks, `npm run bench -- NAME` runs one; its last line is one JSON object. */
import { complain, say } from "../../supabase/local/terminal.ts";
import type { Benchmark } from "./benchmark.ts";
import { detectAnomaliesBenchmark } from "./detect-anomalies.ts";
import { detectShiftBenchmark } from "./detect-shift.ts";
import { findChangePointsBenchmark } from "./find-change-points.ts";
import { groupErrorsBenchmark } from "./group-errors.ts";
import { ingestBenchmark } from "./ingest.ts";
import { learnBenchmark } from "./learn.ts";
import { liveBenchmark } from "./live.ts";
import { metricsBenchmark } from "./metrics.ts";
import { otelBenchmark } from "./otel.ts";
import { otlpBenchmark } from "./otlp.ts";
import { quantilesBenchmark } from "./quantiles.ts";
import { recommendAgentBenchmark } from "./recommend-agent.ts";
import { scaleBenchmark } from "./scale.ts";
import { sdkOverheadBenchmark } from "./sdk-overhead.ts";

const BENCHMARKS: readonly Benchmark[] = [
  detectAnomaliesBenchmark,
  detectShiftBenchmark,
  findChangePointsBenchmark,
  groupErrorsBenchmark,
  ingestBenchmark,
  learnBenchmark,
  liveBenchmark,
  metricsBenchmark,
  otelBenchmark,
  otlpBenchmark,
  quantilesBenchmark,
  recommendAgentBenchmark,
  scaleBenchmark,
  sdkOverheadBenchmark,
];

const [name, ...args] = process.argv.slice(2);
const chosen = BENCHMARKS.find((benchmark) => benchmark.name === name);
if (chosen !== undefined) {
  const status = await chosen.run(args).then((figures) => {
    say(JSON.stringify({ bench: chosen.name, figures }));
    return 0;
  }, complain);
  process.exit(status);
}
if (name !== undefined) say(`There is no benchmark ${name}.\n`);
for (const benchmark of BENCHMARKS) say(`npm run bench -- ${benchmark.name.padEnd(12)} ${benchmark.summary}`);
process.exit(name === undefined ? 0 : 2);
