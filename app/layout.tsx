import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { Announcer } from "@/components/ui/announcer.tsx";
import { ToastProvider } from "@/components/ui/toast.tsx";
import { TooltipProvider } from "@/components/ui/tooltip.tsx";
import { Providers } from "@/lib/browser/providers.tsx";
import { readEnvironment } from "@/lib/server/environment.ts";
import { readPreferences } from "@/lib/server/preferences.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Windvane", template: "%s · Windvane" },
  description: "The self-steering gear of AI agent fleets.",
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, viewportFit: "cover" };

/** Around every page: type, theme, and what pages find in the browser. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const preferences = await readPreferences();
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = readEnvironment();
  return (
    <html lang="en" data-theme={preferences.theme ?? undefined} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        <Providers url={SUPABASE_URL} publishableKey={SUPABASE_PUBLISHABLE_KEY} nowMs={Date.now()} timeZone={preferences.timeZone}>
          <TooltipProvider>
            <Announcer>
              <ToastProvider>{children}</ToastProvider>
            </Announcer>
          </TooltipProvider>
        </Providers>
      </body>
    </html>
  );
}
