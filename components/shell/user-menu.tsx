"use client";
import { CircleUser, LogOut } from "lucide-react";
import { useRouter } from "next/navigation";
import { DropdownMenu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/dropdown-menu.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { useToast } from "@/components/ui/toast.tsx";
import { useSetTimeZone, useTimeZone } from "@/lib/browser/clock.tsx";
import { useSignOut } from "@/lib/browser/session.ts";
import { setTheme, type ThemeChoice, useTheme } from "@/lib/browser/theme.ts";
import { useWorkspace } from "@/lib/browser/workspace.tsx";

/** The themes to choose from. */
export const THEME_OPTIONS: readonly { readonly value: ThemeChoice; readonly label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

/** Who is signed in, and how they like to read. */
export function UserMenu({ email }: { readonly email: string }) {
  const { role } = useWorkspace();
  const theme = useTheme();
  const leave = useLeave();
  const trigger = (
    <IconButton label="You and your settings">
      <CircleUser aria-hidden="true" />
    </IconButton>
  );
  return (
    <DropdownMenu trigger={trigger} className="w-60">
      <div className="px-2 py-1.5">
        <p className="truncate font-medium">{email}</p>
        <p className="text-muted text-sm">{role === "admin" ? "An admin" : role === "operator" ? "An operator" : "A viewer"} here</p>
      </div>
      <MenuSeparator />
      <MenuLabel>Theme</MenuLabel>
      <MenuChoice value={theme} options={THEME_OPTIONS} onChange={setTheme} />
      <ZoneChoice />
      <MenuSeparator />
      <MenuItem onSelect={leave}>
        <LogOut aria-hidden="true" />
        Sign out
      </MenuItem>
    </DropdownMenu>
  );
}

function ZoneChoice() {
  const zone = useTimeZone();
  const setZone = useSetTimeZone();
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const options = [
    { value: "UTC", label: "UTC" },
    { value: own, label: `Local (${own})` },
  ];
  return (
    <>
      <MenuLabel>Time</MenuLabel>
      <MenuChoice value={zone} options={own === "UTC" ? options.slice(0, 1) : options} onChange={setZone} />
    </>
  );
}

/** Ends the session and goes to the sign-in page. Called where it outlives the menu, which closes at the press. */
function useLeave(): () => void {
  const router = useRouter();
  const toast = useToast();
  const signOut = useSignOut();
  return () =>
    signOut.mutate(undefined, {
      onSuccess: () => {
        router.replace("/sign-in");
        router.refresh();
      },
      onError: () => toast({ tone: "warning", text: "The session could not be ended. Try again." }),
    });
}
