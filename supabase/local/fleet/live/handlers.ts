import type { Random } from "../../../../lib/core/seeded-random.ts";
import type { EffectKind, Effects } from "../work/effects.ts";
import type { FaultLevels } from "../world/faults.ts";
import type { Layout } from "./layout.ts";

/** Whoever carries out the effects of some kinds, live. */
export type HandlersOf<K extends EffectKind> = {
  readonly [Kind in K]: (request: Effects[Kind]["request"]) => Effects[Kind]["answer"] | Promise<Effects[Kind]["answer"]>;
};

/** What the edges of an agent share: its folders, its chance, and the faults of this moment. */
export type AgentContext = { readonly layout: Layout; readonly random: Random; readonly levels: () => FaultLevels };
