import { createServerClient } from "@supabase/ssr";
import { describe, expect, test } from "vitest";
import { anonymous, clientWith, foundWorkspace, ok, PASSWORD, signedUp, supabase } from "./stack.ts";

describe("a person", () => {
  test("signs up once, and a second sign-up with the same address gives no session of the first", async () => {
    const person = await signedUp();
    const again = await anonymous().client.auth.signUp({ email: person.email, password: "another password" });
    expect(again.data.session).toBeNull();
    const first = ok(await person.client.auth.getUser());
    expect(first.user.email).toBe(person.email);
  });

  test("signs in with the right password and not with a wrong one", async () => {
    const person = await signedUp();
    const { client } = anonymous();
    const refused = await client.auth.signInWithPassword({ email: person.email, password: "not it, not it" });
    expect(refused.error?.code).toBe("invalid_credentials");
    expect(refused.data.session).toBeNull();
    const admitted = ok(await client.auth.signInWithPassword({ email: person.email, password: PASSWORD }));
    expect(admitted.user.id).toBe(person.userId);
  });

  test("gets the same answer for a wrong password and for an unknown address", async () => {
    const person = await signedUp();
    const wrong = await anonymous().client.auth.signInWithPassword({ email: person.email, password: "not it, not it" });
    const unknown = await anonymous().client.auth.signInWithPassword({ email: `x${person.email}`, password: "not it, not it" });
    expect([unknown.error?.code, unknown.error?.status]).toEqual([wrong.error?.code, wrong.error?.status]);
  });

  test("cannot choose a password of fewer than eight characters", async () => {
    const answer = await anonymous().client.auth.signUp({ email: "short@example.test", password: "1234567" });
    expect(answer.error?.code).toBe("weak_password");
  });

  test("refreshes the session, and the new token works", async () => {
    const person = await signedUp();
    await foundWorkspace(person);
    const before = ok(await person.client.auth.getSession()).session;
    const after = ok(await person.client.auth.refreshSession()).session;
    expect(after?.refresh_token).not.toBe(before?.refresh_token);
    expect(ok(await person.client.from("workspaces").select("id"))).toHaveLength(1);
  });

  test("cannot refresh any more after signing out", async () => {
    const person = await signedUp();
    const session = ok(await person.client.auth.getSession()).session;
    expect(session).not.toBeNull();
    await person.client.auth.signOut();
    const late = await anonymous().client.auth.refreshSession({ refresh_token: session?.refresh_token ?? "" });
    expect(late.data.session).toBeNull();
    expect(late.error?.status).toBe(400);
  });

  test("is nobody with a token that another secret signed", async () => {
    const person = await signedUp();
    await foundWorkspace(person);
    const token = ok(await person.client.auth.getSession()).session?.access_token ?? "";
    const forged = `${token.slice(0, token.lastIndexOf(".") + 1)}${"A".repeat(43)}`;
    const read = (bearer: string) =>
      fetch(`${supabase().url}/rest/v1/workspaces?select=id`, {
        headers: { apikey: supabase().publishableKey, authorization: `Bearer ${bearer}` },
      });
    expect((await read(forged)).status).toBe(401);
    expect(await (await read(token)).json()).toHaveLength(1);
  });
});

/** A browser's cookie jar, as the app's server sees it. */
function serverClient(jar: Map<string, string>) {
  return createServerClient(supabase().url, supabase().publishableKey, {
    cookies: {
      getAll: () => [...jar].map(([name, value]) => ({ name, value })),
      setAll: (cookies) => {
        for (const { name, value } of cookies) {
          if (value === "") jar.delete(name);
          else jar.set(name, value);
        }
      },
    },
  });
}

describe("the app's server", () => {
  test("keeps the session in cookies from one request to the next, until signing out", async () => {
    const person = await signedUp();
    const jar = new Map<string, string>();
    ok(await serverClient(jar).auth.signInWithPassword({ email: person.email, password: PASSWORD }));
    expect(jar.size).toBeGreaterThan(0);
    const next = serverClient(jar);
    expect(ok(await next.auth.getUser()).user.id).toBe(person.userId);
    await next.auth.signOut();
    expect((await serverClient(jar).auth.getUser()).data.user).toBeNull();
  });

  test("reads with the rights of the person in the cookie", async () => {
    const [one, other] = await Promise.all([signedUp(), signedUp()]);
    const { id } = await foundWorkspace(one);
    await foundWorkspace(other);
    const jar = new Map<string, string>();
    ok(await serverClient(jar).auth.signInWithPassword({ email: one.email, password: PASSWORD }));
    expect(ok(await serverClient(jar).from("workspaces").select("id"))).toEqual([{ id }]);
  });
});

test("a key that is not the project's opens nothing", async () => {
  const answer = await clientWith("sb_publishable_not_this_project").from("workspaces").select("id");
  expect(answer.error).not.toBeNull();
  expect(answer.status).toBe(401);
});
