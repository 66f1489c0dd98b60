import { drawInt } from "../../../../lib/core/seeded-random.ts";
import { drawsOf } from "./draws.ts";
import { personOf } from "./people.ts";

/** Somebody wants a call of some minutes with a host, beginning no earlier and ending no later than given (epoch ms). */
export type BookingRequest = {
  readonly number: number;
  readonly requester: string;
  readonly host: number;
  readonly minutes: number;
  readonly earliestMs: number;
  readonly latestMs: number;
  /** The requester changed their mind before anybody looked at it. */
  readonly isWithdrawn: boolean;
};

/** A call that is in a calendar. */
export type Booking = { readonly number: number; readonly host: number; readonly fromMs: number; readonly untilMs: number };

/** How many hosts callers choose from when nothing slows the fleet down: busy, but seldom booked out. */
const HOST_COUNT = 330;

const MINUTE_MS = 60_000;
/** Calls begin at whole five minutes. */
const GRID_MS = 5 * MINUTE_MS;
const WITHDRAWN_SHARE = 0.03;

/** How many hosts callers choose from when the fleet goes `stretch` times slower: fewer calls, fewer hosts, as many conflicts. */
export function hostCountAt(stretch: number): number {
  return Math.max(2, Math.round(HOST_COUNT / stretch));
}

/** The request of a number, made at `nowMs`, to one of so many hosts. */
export function bookingRequestOf(
  seed: number,
  number: number,
  { nowMs, hostCount }: { readonly nowMs: number; readonly hostCount: number },
): BookingRequest {
  const random = drawsOf(seed, "booking", number);
  const minutes = 5 * drawInt(random, 1, 4);
  const earliestMs = nowMs + drawInt(random, 0, 30) * MINUTE_MS;
  return {
    number,
    requester: personOf(seed, drawInt(random, 0, 1_000_000)).address,
    host: drawInt(random, 1, hostCount),
    minutes,
    earliestMs,
    latestMs: earliestMs + (minutes + drawInt(random, 5, 30)) * MINUTE_MS,
    isWithdrawn: random() < WITHDRAWN_SHARE,
  };
}

/** The first time at which the host is free for the whole call; null when there is none within what was asked. */
export function findSlot(bookings: readonly Booking[], request: Omit<BookingRequest, "requester" | "isWithdrawn">): Booking | null {
  const lengthMs = request.minutes * MINUTE_MS;
  const taken = bookings.filter((booking) => booking.host === request.host);
  for (let fromMs = Math.ceil(request.earliestMs / GRID_MS) * GRID_MS; fromMs + lengthMs <= request.latestMs; fromMs += GRID_MS) {
    const untilMs = fromMs + lengthMs;
    const isFree = taken.every((booking) => booking.untilMs <= fromMs || booking.fromMs >= untilMs);
    if (isFree) return { number: request.number, host: request.host, fromMs, untilMs };
  }
  return null;
}
