import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Booking, type BookingRequest, findSlot } from "../world/bookings.ts";
import { listFiles, readJson, replaceFile } from "./files.ts";
import type { AgentContext, HandlersOf } from "./handlers.ts";

/** Requests for calls in a folder, and the calendar in a file that only the calendar agent writes. */
export function createCalendarEdge({ layout }: AgentContext): HandlersOf<"takeBooking" | "book" | "unbook"> {
  const readCalendar = (): readonly Booking[] => readJson<readonly Booking[]>(layout.calendar, []);
  return {
    takeBooking: () => {
      const [name] = listFiles(layout.requests, ".json");
      if (name === undefined) return null;
      const request = readJson<BookingRequest | null>(join(layout.requests, name), null);
      rmSync(join(layout.requests, name));
      return request;
    },
    book: ({ request, host }) => {
      const current = readCalendar().filter((booking) => booking.untilMs > Date.now());
      const booking = findSlot(current, { ...request, host });
      replaceFile(layout.calendar, JSON.stringify(booking === null ? current : [...current, booking]));
      return booking;
    },
    unbook: ({ number }) => {
      replaceFile(layout.calendar, JSON.stringify(readCalendar().filter((booking) => booking.number !== number)));
      return null;
    },
  };
}
