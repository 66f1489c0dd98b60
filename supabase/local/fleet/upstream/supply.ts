import { join } from "node:path";
import { listFiles, numberName, readJson, replaceFile } from "../live/files.ts";
import type { Layout } from "../live/layout.ts";
import { bookingRequestOf, hostCountAt } from "../world/bookings.ts";
import { messageOf, writeMessage } from "../world/messages.ts";

/** How many messages and requests lie ready: minutes of work, and no request so old that its time is over. */
const READY_MESSAGES = 40;
const READY_REQUESTS = 3;

type Counters = { readonly messages: number; readonly requests: number };

/** Fills the mailbox and the requests up again. `home` also holds the counters, so that nothing comes twice after a restart. */
export function replenish(
  layout: Layout,
  { home, seed, stretch, nowMs }: { readonly home: string; readonly seed: number; readonly stretch: number; readonly nowMs: number },
): void {
  const countersPath = join(home, "supply.json");
  const counters = readJson<Counters>(countersPath, { messages: 0, requests: 0 });
  const messages = Math.max(0, READY_MESSAGES - listFiles(layout.mailbox, ".eml").length);
  const requests = Math.max(0, READY_REQUESTS - listFiles(layout.requests, ".json").length);
  if (messages + requests === 0) return;
  for (let number = counters.messages; number < counters.messages + messages; number += 1) {
    replaceFile(join(layout.mailbox, numberName(number, ".eml")), writeMessage(messageOf(seed, number), nowMs));
  }
  for (let number = counters.requests; number < counters.requests + requests; number += 1) {
    const request = bookingRequestOf(seed, number, { nowMs, hostCount: hostCountAt(stretch) });
    replaceFile(join(layout.requests, numberName(number, ".json")), JSON.stringify(request));
  }
  replaceFile(countersPath, JSON.stringify({ messages: counters.messages + messages, requests: counters.requests + requests }));
}
