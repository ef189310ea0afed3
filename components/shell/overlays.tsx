"use client";

import dynamic from "next/dynamic";
import type { ShellActions } from "@/components/shell/shell-actions";
import { useShell } from "@/components/shell/shell-state";

// Fetched when first opened: none of this is needed to read a page.
const CommandMenu = dynamic(() => import("@/components/shell/command-menu"), { ssr: false });
const ShortcutList = dynamic(() => import("@/components/shell/shortcut-list"), { ssr: false });
const ActivityList = dynamic(() => import("@/components/shell/activity-list"), { ssr: false });
const NavDrawer = dynamic(() => import("@/components/shell/nav-drawer"), { ssr: false });

/** Whatever lies over the page. */
export function Overlays({ actions }: { actions: ShellActions }) {
  const { overlay, open } = useShell();
  const close = () => open(undefined);
  switch (overlay) {
    case "command":
      return <CommandMenu onClose={close} actions={actions} />;
    case "shortcuts":
      return <ShortcutList onClose={close} />;
    case "activity":
      return <ActivityList onClose={close} />;
    case "nav":
      return <NavDrawer onClose={close} />;
    default:
      return null;
  }
}
