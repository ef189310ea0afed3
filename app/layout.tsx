import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { Providers } from "@/components/shell/providers";
import { readPreferences } from "@/lib/platform/preferences";
import "./globals.css";

export const metadata: Metadata = {
  title: { template: "%s · Switchyard", default: "Switchyard" },
  description: "Releases, approvals and what runs where.",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  colorScheme: "light dark",
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // A static page would carry no nonce, and the CSP would block all of its scripts.
  await connection();
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const preferences = readPreferences((name) => jar.get(name)?.value);
  return (
    <html
      lang="en"
      data-theme={preferences.theme}
      data-density={preferences.density}
      data-nav={preferences.nav}
      data-shortcuts={preferences.shortcuts ? "on" : "off"}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body>
        <Providers
          nonce={head.get("x-nonce") ?? undefined}
          preferences={preferences}
          renderedAt={Date.now()}
        >
          {children}
        </Providers>
      </body>
    </html>
  );
}
