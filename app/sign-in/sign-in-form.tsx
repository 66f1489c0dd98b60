"use client";
import Link from "next/link";
import { useActionState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { useTellSessionEnd } from "@/lib/browser/session-end.ts";
import { enterDemo, type SignInState, signIn, signUp } from "./actions.ts";

type SignInFormProps = {
  /** Where to go afterwards. */
  readonly next: string;
  /** Makes an account instead of entering with one. */
  readonly isNew: boolean;
  readonly hasDemo: boolean;
};

/** Email and password; in a demo, one button that needs neither. */
export function SignInForm({ next, isNew, hasDemo }: SignInFormProps) {
  const [state, send, isSending] = useActionState<SignInState, FormData>(isNew ? signUp : signIn, null);
  // This page is shown only to whom has no session.
  useTellSessionEnd();
  const kept = next === "/" ? "" : `next=${encodeURIComponent(next)}`;
  const other = isNew ? `/sign-in?${kept}` : `/sign-in?new${kept === "" ? "" : `&${kept}`}`;
  return (
    <div className="flex flex-col gap-6">
      <h1 className="sr-only">{isNew ? "Create an account" : "Sign in"}</h1>
      {hasDemo && !isNew ? <DemoButton next={next} /> : null}
      <form action={send} className="flex flex-col gap-4">
        <input type="hidden" name="next" value={next} />
        <Field label="Email">
          {(control) => (
            <Input
              {...control}
              type="email"
              name="email"
              autoComplete="username"
              defaultValue={state?.email ?? ""}
              required
              className="h-10"
            />
          )}
        </Field>
        <Field label="Password">
          {(control) => (
            <Input
              {...control}
              type="password"
              name="password"
              autoComplete={isNew ? "new-password" : "current-password"}
              minLength={isNew ? 8 : undefined}
              required
              className="h-10"
            />
          )}
        </Field>
        <Problem text={state?.problem} />
        <Button type="submit" size="large" variant={hasDemo && !isNew ? "secondary" : "primary"} busy={isSending}>
          {isNew ? "Create account" : "Sign in"}
        </Button>
      </form>
      <p className="text-muted text-sm">
        {isNew ? "Already have an account? " : "New here? "}
        <Link href={other} className="text-accent underline-offset-2 hover:underline">
          {isNew ? "Sign in" : "Create an account"}
        </Link>
      </p>
    </div>
  );
}

function DemoButton({ next }: { readonly next: string }) {
  const [state, send, isSending] = useActionState<SignInState, FormData>(enterDemo, null);
  return (
    <form action={send} className="flex flex-col gap-2 border-b pb-6">
      <input type="hidden" name="next" value={next} />
      <Button type="submit" variant="primary" size="large" busy={isSending}>
        Enter the demo
      </Button>
      <p className="text-muted text-sm">As its operator, with a fleet of real agents at work on this machine.</p>
      <Problem text={state?.problem} />
    </form>
  );
}

function Problem({ text }: { readonly text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <p role="alert" className="text-critical text-sm">
      {text}
    </p>
  );
}
