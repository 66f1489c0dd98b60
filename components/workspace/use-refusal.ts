import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { hasRole, type Role } from "@/lib/domain/workspace.ts";

const ARTICLES: Readonly<Record<Role, string>> = { viewer: "a viewer", operator: "an operator", admin: "an admin" };

/**
 * Why the person may not do what needs `role`; null when they may. It only spares them the attempt: the database refuses by
 * itself whoever asks.
 */
export function useRefusal(role: Role): string | null {
  const { role: own } = useWorkspace();
  return hasRole(own, role)
    ? null
    : `Only ${role === "operator" ? "operators and admins" : `${role}s`} do this; you are ${ARTICLES[own]} here.`;
}
