import { z } from "zod";
import { PREFERENCES } from "./recommendation.ts";

/** Longer names than an agent may report are no names. */
const MOST_NAME_CHARACTERS = 120;

/** Errors are looked at over at most as many days as executions are kept by default. */
const MOST_DAYS = 90;
const DEFAULT_DAYS = 7;

const workspaceId = z.uuid({ error: "workspaceId is the id of a workspace, a UUID." }).optional();

const TASK_TYPE = `taskType is missing. Name the type of task, of 1 to ${MOST_NAME_CHARACTERS} characters, as agents report it.`;
const DAYS = `days is a whole number from 1 to ${MOST_DAYS}.`;

/** What is asked of `/recommendations`, as it stands in an address. Each issue is a sentence that can be shown. */
export const recommendationsQuerySchema = z.object({
  taskType: z
    .string({ error: TASK_TYPE })
    .min(1, { error: TASK_TYPE })
    .max(MOST_NAME_CHARACTERS, { error: `taskType is longer than ${MOST_NAME_CHARACTERS} characters.` })
    // The database holds no NUL, and refuses to look for one.
    .refine((text) => !text.includes("\0"), { error: "taskType holds a NUL character, which no name has." }),
  prefer: z.enum(PREFERENCES, { error: `prefer is one of ${PREFERENCES.join(", ")}.` }).default("reliability"),
  workspaceId,
});

/** What is asked of `/error-patterns`. */
export const errorPatternsQuerySchema = z.object({
  days: z
    .string()
    .regex(/^\d{1,3}$/, { error: DAYS })
    .transform(Number)
    .pipe(z.number().min(1, { error: DAYS }).max(MOST_DAYS, { error: DAYS }))
    .default(DEFAULT_DAYS),
  workspaceId,
});
