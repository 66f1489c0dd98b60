"use server";
import { isAuthRetryableFetchError } from "@supabase/supabase-js";
import { redirect } from "next/navigation";
import { z } from "zod";
import { readDemoCredentials } from "@/lib/server/environment.ts";
import { createActionSupabase } from "@/lib/server/supabase.ts";
import { safeReturnPath } from "@/lib/view/return-path.ts";

/** What the form says after it was sent; null before, and when all went well (the page is then left). */
export type SignInState = { readonly problem: string; readonly email: string } | null;

const credentialsSchema = z.object({ email: z.string().trim().pipe(z.email()), password: z.string().min(1) });

const INCOMPLETE = "Enter an email address, such as name@example.com, and a password.";
const UNREACHABLE = "The sign-in service cannot be reached. Check that the stack runs, then try again.";

/** Signs in by email and password and goes back to the page that was asked for. */
export async function signIn(_previous: SignInState, form: FormData): Promise<SignInState> {
  const email = String(form.get("email") ?? "");
  const credentials = credentialsSchema.safeParse(Object.fromEntries(form));
  if (!credentials.success) return { problem: INCOMPLETE, email };
  const client = await createActionSupabase();
  const { error } = await client.auth.signInWithPassword(credentials.data);
  if (error === null) redirect(safeReturnPath(form.get("next")));
  console.warn("a sign-in was refused", error.code ?? error.name);
  return { problem: isAuthRetryableFetchError(error) ? UNREACHABLE : "This email and password do not belong together.", email };
}

/** Makes an account, where the project lets anybody do so, and enters. */
export async function signUp(_previous: SignInState, form: FormData): Promise<SignInState> {
  const email = String(form.get("email") ?? "");
  const credentials = credentialsSchema.safeParse(Object.fromEntries(form));
  if (!credentials.success) return { problem: INCOMPLETE, email };
  const client = await createActionSupabase();
  const { data, error } = await client.auth.signUp(credentials.data);
  if (error !== null) return { problem: isAuthRetryableFetchError(error) ? UNREACHABLE : `${error.message}.`.replace(/\.\.$/, "."), email };
  if (data.session === null) return { problem: `A link was sent to ${email}. Open it to finish, then sign in.`, email };
  redirect(safeReturnPath(form.get("next")));
}

/** Enters as the demo's operator; the password never reaches the browser. */
export async function enterDemo(_previous: SignInState, form: FormData): Promise<SignInState> {
  const credentials = readDemoCredentials();
  if (credentials === null) return { problem: "This is not a demo.", email: "" };
  const client = await createActionSupabase();
  const { error } = await client.auth.signInWithPassword(credentials);
  if (error === null) redirect(safeReturnPath(form.get("next")));
  console.warn("the demo operator was refused", error.code ?? error.name);
  return {
    problem: isAuthRetryableFetchError(error) ? UNREACHABLE : "The demo operator's password was changed. Sign in below.",
    email: "",
  };
}
