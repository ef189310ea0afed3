"use client";

import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { Brand } from "@/components/shell/brand";
import { destinationsFor } from "@/components/shell/destinations";
import { useLive } from "@/components/shell/live/use-live";
import { usePreferences } from "@/components/shell/preferences";
import { useShell } from "@/components/shell/shell-state";
import { cn } from "@/components/ui/cn";
import { routes } from "@/lib/platform/routes";

/** How many things wait on a person; undefined while that is not known. */
export function useWaiting(): number | undefined {
  const { snapshot } = useLive<{ items: readonly unknown[] }>("inbox");
  return snapshot?.data.items.length;
}

/** The workflows' links. `narrow` shows icons only, named for assistive technology and by a tip. */
export function NavLinks({ narrow, onGo }: { narrow: boolean; onGo?: () => void }) {
  const pathname = usePathname();
  const { person } = useShell();
  const waiting = useWaiting();
  const router = useRouter();
  return (
    <ul className="grid gap-0.5">
      {destinationsFor(person.role).map(({ label, href, icon: Icon, key }) => {
        const count = href === routes.inbox() ? waiting : undefined;
        return (
          <li key={href}>
            <Link
              href={href}
              onClick={onGo}
              // Every page would load the code of all others; who points at one soon goes there.
              prefetch={false}
              onPointerEnter={() => router.prefetch(href)}
              onFocus={() => router.prefetch(href)}
              aria-current={
                pathname === href || pathname.startsWith(`${href}/`) ? "page" : undefined
              }
              data-tip={narrow ? label : undefined}
              className={cn(
                "relative flex h-8 items-center gap-2 rounded-md px-2.5 text-muted hover:bg-press hover:text-ink aria-[current]:bg-press aria-[current]:font-medium aria-[current]:text-ink pointer-coarse:h-11",
                narrow && "justify-center px-0",
              )}
            >
              <Icon aria-hidden="true" className="size-4 shrink-0" />
              <span className={narrow ? "sr-only" : "flex-1"}>{label}</span>
              {count ? (
                <span
                  className={cn(
                    "min-w-5 rounded-full bg-ink px-1.5 text-center text-[11px] leading-4 font-semibold text-ink-inverse",
                    narrow && "absolute top-0 right-0.5 min-w-4 px-1",
                  )}
                >
                  {count > 99 ? "99+" : count}
                  <span className="sr-only"> waiting</span>
                </span>
              ) : narrow ? null : (
                <span aria-hidden="true" className="text-[11px] opacity-0 in-[a:hover]:opacity-100">
                  g {key}
                </span>
              )}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

/** The navigation at the left edge from 768 px; 220 px, or 56 when folded (remembered). */
export function Navigation() {
  const { nav, change } = usePreferences();
  const narrow = nav === "narrow";
  const Fold = narrow ? PanelLeftOpen : PanelLeftClose;
  const name = narrow ? "Widen the navigation" : "Fold the navigation";
  return (
    <nav
      aria-label="Workflows"
      className="sticky top-0 flex h-dvh w-nav shrink-0 flex-col border-r bg-raised p-2 max-md:hidden"
    >
      <Brand narrow={narrow} />
      <NavLinks narrow={narrow} />
      <button
        type="button"
        data-tip={name}
        aria-label={name}
        onClick={() => change("nav", narrow ? "wide" : "narrow")}
        className={cn(
          "mt-auto grid size-8 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink pointer-coarse:size-11",
          narrow && "mx-auto",
        )}
      >
        <Fold aria-hidden="true" className="size-4" />
      </button>
    </nav>
  );
}
