"use client";
import { CircleUser, LogOut } from "lucide-react";
import { useRef } from "react";
import { DropdownMenu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/dropdown-menu.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { useSetTimeZone, useTimeZone } from "@/lib/browser/clock.tsx";
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
  // Outside of the menu, which is gone once an item was pressed.
  const signOut = useRef<HTMLFormElement>(null);
  const trigger = (
    <IconButton label="You and your settings">
      <CircleUser aria-hidden="true" />
    </IconButton>
  );
  return (
    <>
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
        <MenuItem onSelect={() => signOut.current?.requestSubmit()}>
          <LogOut aria-hidden="true" />
          Sign out
        </MenuItem>
      </DropdownMenu>
      <form ref={signOut} action="/sign-out" method="post" hidden />
    </>
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
