import type { Effect, EffectKind, Effects, Routine } from "../work/effects.ts";
import type { HandlersOf } from "./handlers.ts";

/** Carries out a routine's effects one by one until it ends or `signal` says to stop; then the routine is left where it stands. */
export async function runRoutine(routine: Routine<void>, handlers: HandlersOf<EffectKind>, signal: AbortSignal): Promise<void> {
  let step = routine.next();
  while (!step.done && !signal.aborted) {
    const outcome = await carryOut(step.value, handlers);
    if (signal.aborted) return;
    step = outcome.kind === "answer" ? routine.next(outcome.answer) : routine.throw(outcome.error);
  }
}

type Outcome = { readonly kind: "answer"; readonly answer: unknown } | { readonly kind: "error"; readonly error: unknown };

async function carryOut(effect: Effect, handlers: HandlersOf<EffectKind>): Promise<Outcome> {
  // The handler of a kind takes the request of that kind; TypeScript cannot see that both come from one effect.
  const handler = handlers[effect.kind] as (
    request: Effect["request"],
  ) => Effects[EffectKind]["answer"] | Promise<Effects[EffectKind]["answer"]>;
  try {
    return { kind: "answer", answer: await handler(effect.request) };
  } catch (error) {
    return { kind: "error", error };
  }
}
