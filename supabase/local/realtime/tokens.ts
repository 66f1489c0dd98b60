/** Who speaks: API keys and user tokens become actors, a role with its claims. */
import { createHash, timingSafeEqual } from "node:crypto";
import { errors, type JWTPayload, jwtVerify } from "jose";

export type Actor = {
  readonly role: string;
  /** The claims as JSON, as policies read them. Two actors with the same claims see the same rows. */
  readonly claims: string;
  readonly subject: string;
  /** Null for an API key, which does not expire. */
  readonly expiresAtMs: number | null;
};

export type TokenAnswer =
  | { readonly kind: "actor"; readonly actor: Actor }
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

export type TokenReader = {
  /** Reads what a client connects with: the publishable key, the secret key, or a token. */
  readKey(key: string): Promise<TokenAnswer>;
  /** Reads what a client joins with. An API key there means the actor that the socket connected as. */
  readToken(token: string, connected: Actor): Promise<TokenAnswer>;
};

export type TokenOptions = { readonly jwtSecret: string; readonly publishableKey: string; readonly secretKey: string };

const API_KEY_PREFIX = "sb_";

export function createTokenReader(options: TokenOptions): TokenReader {
  const secret = new TextEncoder().encode(options.jwtSecret);
  const keys = [
    { key: options.publishableKey, actor: roleActor("anon") },
    { key: options.secretKey, actor: roleActor("service_role") },
  ];
  const findKey = (key: string) => keys.find((known) => isSame(known.key, key))?.actor;

  return {
    async readKey(key) {
      const actor = findKey(key);
      return actor ? { kind: "actor", actor } : verify(key, secret);
    },
    async readToken(token, connected) {
      if (token.startsWith(API_KEY_PREFIX) || findKey(token)) return { kind: "actor", actor: connected };
      return verify(token, secret);
    },
  };
}

async function verify(token: string, secret: Uint8Array): Promise<TokenAnswer> {
  try {
    const { payload } = await jwtVerify(token, secret, { algorithms: ["HS256"] });
    return fromClaims(payload);
  } catch (error) {
    return explain(error);
  }
}

function fromClaims(payload: JWTPayload): TokenAnswer {
  const role = payload["role"];
  if (typeof role !== "string" || role === "" || payload.exp === undefined) {
    return { kind: "refused", code: "InvalidJWTToken", message: "Fields `role` and `exp` are required in JWT" };
  }
  const actor = { role, claims: JSON.stringify(payload), subject: payload.sub ?? "", expiresAtMs: payload.exp * 1000 };
  return { kind: "actor", actor };
}

function explain(error: unknown): TokenAnswer {
  if (error instanceof errors.JWTExpired) {
    return { kind: "refused", code: "InvalidJWTToken", message: expiredMessage((error.payload.exp ?? 0) * 1000) };
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return { kind: "refused", code: "JwtSignatureError", message: "Failed to validate JWT signature" };
  }
  return { kind: "refused", code: "MalformedJWT", message: "The token provided is not a valid JWT" };
}

/** The sentence that hosted closes a channel with. */
export function expiredMessage(expiredAtMs: number): string {
  return `Token has expired ${Math.max(0, Math.round((Date.now() - expiredAtMs) / 1000))} seconds ago`;
}

function roleActor(role: string): Actor {
  return { role, claims: JSON.stringify({ role }), subject: "", expiresAtMs: null };
}

function isSame(left: string, right: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
