import "server-only";
import { z } from "zod";
import { AppError } from "../core/app-error.ts";

const environmentSchema = z.object({
  /** The Supabase project, or the embedded stack; reached by the server and by browsers alike. */
  SUPABASE_URL: z.url(),
  SUPABASE_PUBLISHABLE_KEY: z.string().min(1),
  /** Both or neither: they put one button on the sign-in page, which enters as the demo's operator. */
  WINDVANE_DEMO_EMAIL: z.email().optional(),
  WINDVANE_DEMO_PASSWORD: z.string().min(1).optional(),
});

/** What the dashboard needs to know from outside. */
export type Environment = z.infer<typeof environmentSchema>;

/** Reads the environment. Raises `internal`, naming each variable at fault (never its value). */
export function readEnvironment(): Environment {
  const parsed = environmentSchema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  throw new AppError("internal", `The environment is not complete. ${faults}`);
}

/** The demo operator's credentials; null where this is no demo. */
export function readDemoCredentials(): { readonly email: string; readonly password: string } | null {
  const { WINDVANE_DEMO_EMAIL: email, WINDVANE_DEMO_PASSWORD: password } = readEnvironment();
  return email === undefined || password === undefined ? null : { email, password };
}
