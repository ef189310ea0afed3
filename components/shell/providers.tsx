"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { setNonce } from "get-nonce";
import { type ReactNode, useState } from "react";
import { PreferencesProvider } from "@/components/shell/preferences";
import { Toaster } from "@/components/ui/toaster";
import { TooltipLayer } from "@/components/ui/tooltip-layer";
import type { Preferences } from "@/lib/platform/preferences";

/** What every page stands in. `nonce` lets the scroll lock of menus add its style under the CSP. */
export function Providers({
  nonce,
  preferences,
  renderedAt,
  children,
}: {
  nonce: string | undefined;
  preferences: Preferences;
  renderedAt: number;
  children: ReactNode;
}) {
  const [client] = useState(() => {
    if (nonce && typeof window !== "undefined") setNonce(nonce);
    return new QueryClient({
      defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false, staleTime: 15_000 } },
    });
  });
  return (
    <QueryClientProvider client={client}>
      <PreferencesProvider initial={preferences} renderedAt={renderedAt}>
        {children}
        <Toaster />
        <TooltipLayer />
      </PreferencesProvider>
    </QueryClientProvider>
  );
}
