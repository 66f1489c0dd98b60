import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { WindvaneMark } from "@/components/shell/windvane-mark.tsx";
import { readDemoCredentials } from "@/lib/server/environment.ts";
import { readUser } from "@/lib/server/session.ts";
import { safeReturnPath } from "@/lib/view/return-path.ts";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

type SignInPageProps = { readonly searchParams: Promise<{ readonly next?: string; readonly new?: string }> };

/** Who are you? */
export default async function SignInPage({ searchParams }: SignInPageProps) {
  const parameters = await searchParams;
  const next = safeReturnPath(parameters.next);
  const isNew = parameters.new !== undefined;
  if ((await readUser()) !== null) redirect(next);
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-8 px-4 py-12">
      <div className="flex flex-col gap-2">
        <WindvaneMark />
        <p className="text-muted">The self-steering gear of AI agent fleets.</p>
      </div>
      <SignInForm key={String(isNew)} next={next} isNew={isNew} hasDemo={readDemoCredentials() !== null} />
    </main>
  );
}
