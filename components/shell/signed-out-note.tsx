"use client";

import { usePathname } from "next/navigation";
import { useLiveStatus } from "@/components/shell/live/live-provider";
import { buttonClass } from "@/components/ui/button";
import { routes } from "@/lib/platform/routes";

/** The session ended while the page was open: what is shown is old, and how to go on. */
export function SignedOutNote() {
  const { state } = useLiveStatus();
  const pathname = usePathname();
  if (state !== "signed-out") return null;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-3 border-b border-failed bg-tint-failed px-4 py-2"
    >
      <p className="flex-1">You are signed out. What you see is from before.</p>
      <a
        href={`${routes.signIn()}?callbackUrl=${encodeURIComponent(pathname)}`}
        className={buttonClass({ size: "sm" })}
      >
        Sign in again
      </a>
    </div>
  );
}
