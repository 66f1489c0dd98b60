/** From an agent's finish() to the row on the screen of an open Executions page, in a real browser. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright";
import { createWindvane } from "../../lib/sdk/windvane.ts";
import { ensureBrowser } from "../../supabase/local/browser.ts";
import { buildDashboard, isBuilt } from "../../supabase/local/dashboard.ts";
import { say } from "../../supabase/local/terminal.ts";
import { type TestInstance, withTestInstance } from "../../supabase/local/test-instance.ts";
import { makeFounder, signIn } from "../people.ts";
import { type Benchmark, quantile } from "./benchmark.ts";

const EXECUTIONS = 200;
/** Uneven, so that the SDK's and the page's own rhythms are met at every phase. */
const pauseMs = (turn: number) => 60 + ((turn * 97) % 240);

export const liveBenchmark: Benchmark = {
  name: "live",
  summary: "from an agent's finish() to the row on an open Executions page, in a browser",
  run: async () => {
    if (!isBuilt()) await buildDashboard(join(tmpdir(), "windvane-build.log"));
    return withTestInstance(measure);
  },
};

async function measure(instance: TestInstance) {
  const founder = await makeFounder(instance);
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: ["--no-sandbox", "--disable-gpu"] });
  const windvane = createWindvane({ url: instance.SUPABASE_URL, apiKey: founder.apiKey, spool: false });
  try {
    const page = await browser.newPage({ baseURL: instance.E2E_BASE_URL, viewport: { width: 1440, height: 900 } });
    await signIn(page, founder);
    await page.goto(`/${founder.slug}/executions`);
    await page.getByText("Live", { exact: true }).first().waitFor();
    await page.evaluate(watchForLabels);
    let requests = 0;
    page.on("request", (request) => {
      if (request.url().includes("/rest/v1/")) requests += 1;
    });
    const finishedMs: number[] = [];
    for (let turn = 0; turn < EXECUTIONS; turn += 1) {
      const execution = await windvane.executionFeedback.startExecution({
        agentId: "bench",
        taskType: "bench",
        taskDescription: `label-${turn}-end`,
      });
      execution.finish({ success: true });
      finishedMs.push(Date.now());
      await page.waitForTimeout(pauseMs(turn));
    }
    await page.waitForFunction((last) => window.seenAtMs?.has(last), EXECUTIONS - 1, { timeout: 10_000 });
    const seen = new Map(await page.evaluate(() => [...(window.seenAtMs ?? [])]));
    const delays = finishedMs.map((ms, turn) => (seen.get(turn) ?? Number.POSITIVE_INFINITY) - ms);
    say(`${EXECUTIONS} executions, ${requests} REST requests by the page meanwhile`);
    return { p50Ms: quantile(delays, 0.5), p95Ms: quantile(delays, 0.95), maxMs: Math.max(...delays), restRequests: requests };
  } finally {
    await windvane.close();
    await browser.close();
  }
}

declare global {
  interface Window {
    /** When each label was first in the document, by its number; epoch ms. */
    seenAtMs?: Map<number, number>;
  }
}

/** Runs in the page: notes when a label is first in the document. */
function watchForLabels(): void {
  const seen = new Map<number, number>();
  window.seenAtMs = seen;
  const look = () => {
    for (const [, number] of document.body.innerText.matchAll(/label-(\d+)-end/g))
      if (!seen.has(Number(number))) seen.set(Number(number), Date.now());
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}
