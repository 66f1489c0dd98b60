import type { BookingRequest } from "../world/bookings.ts";
import { askUpstream } from "./ask-upstream.ts";
import { perform, type Routine } from "./effects.ts";
import { type Attempt, TaskCancelled, TaskFailure, type TaskResult, trackTask } from "./tracked.ts";

const INVITATION_TIMEOUT_MS = 3000;

/** One round of the calendar agent: finds a free time for a call and invites whoever asked for it. */
export function* bookCall(): Routine<void> {
  const request = yield* perform("takeBooking", {});
  if (request === null) return;
  const task = {
    agentId: "calendar-agent",
    taskType: "meeting_booking",
    taskDescription: `Book a call of ${request.minutes} minutes for ${request.requester}`,
    inputs: {
      request: request.number,
      host: request.host,
      minutes: request.minutes,
      windowMinutes: (request.latestMs - request.earliestMs) / 60_000,
    },
  };
  yield* trackTask(task, 3, (at) => bookOnce(request, at));
}

function* bookOnce(request: BookingRequest, { attempt }: Attempt): Routine<TaskResult> {
  if (request.isWithdrawn) throw new TaskCancelled(`request ${request.number} was withdrawn`);
  // A host who is busy may be stood in for by the next one.
  const host = request.host + attempt - 1;
  const booking = yield* perform("book", { request, host });
  if (booking === null) {
    const message = `host ${host} has no ${request.minutes} minutes free for request ${request.number}`;
    throw new TaskFailure("SlotConflict", message, { isTransient: true, details: { host, minutes: request.minutes } });
  }
  try {
    yield* askUpstream({
      path: "/invitations",
      body: JSON.stringify({ to: request.requester, ...booking }),
      timeoutMs: INVITATION_TIMEOUT_MS,
    });
  } catch (error) {
    // Nobody was invited, so the time is given back.
    yield* perform("unbook", { number: request.number });
    throw error;
  }
  yield* perform("noteWork", { kind: "booking" });
  return { outputs: { host, from: new Date(booking.fromMs).toISOString(), minutes: request.minutes } };
}
