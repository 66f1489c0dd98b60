import { z } from "zod";

/** Roles, each including the ones before it: a viewer reads, an operator also acts, an admin also manages. */
export const ROLES = ["viewer", "operator", "admin"] as const;

/** See {@link ROLES}. */
export const roleSchema = z.enum(ROLES);

/** See {@link ROLES}. */
export type Role = z.infer<typeof roleSchema>;

/** Whether a role includes what `needed` may do. */
export function hasRole(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** A workspace as its member sees it, with the member's own role in it. */
export type Workspace = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly isDemo: boolean;
  readonly role: Role;
};

/** A key by which agents report; the key itself is never read back. Instants are ISO 8601. */
export type ApiKey = {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
};
