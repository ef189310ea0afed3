"use client";

import { useState } from "react";
import { PersonTrigger } from "@/components/shell/person-trigger";
import { usePreferences } from "@/components/shell/preferences";
import { useShell } from "@/components/shell/shell-state";
import { signOutNow } from "@/components/shell/sign-out";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { notify } from "@/components/ui/toast";
import { DENSITIES, type Density, THEMES, type Theme } from "@/lib/platform/preferences";

const THEME_NAMES: Record<Theme, string> = {
  light: "Light",
  dark: "Dark",
  system: "As the system",
};
const DENSITY_NAMES: Record<Density, string> = { comfortable: "Comfortable", compact: "Compact" };

/** Role, look of the console, shortcuts, sign out. Mounted open, by the first press. */
export default function PersonMenu() {
  const [open, setOpen] = useState(true);
  const { person, open: openOverlay } = useShell();
  const { theme, density, utc, shortcuts, change } = usePreferences();
  const keepOpen = (event: Event) => event.preventDefault();
  return (
    <DropdownMenu open={open} onOpenChange={setOpen} modal={false}>
      <DropdownMenuTrigger asChild>
        <PersonTrigger />
      </DropdownMenuTrigger>
      <DropdownMenuContent className="w-60">
        <div className="px-2 py-1.5">
          <p className="truncate font-medium">{person.name}</p>
          <p className="truncate text-meta text-muted">{person.email}</p>
          <p className="text-meta text-muted">Role: {person.role}</p>
        </div>
        <DropdownMenuSeparator />
        <DropdownMenuRadioGroup
          aria-label="Theme"
          value={theme}
          onValueChange={(value) => change("theme", value as Theme)}
        >
          <DropdownMenuLabel>Theme</DropdownMenuLabel>
          {THEMES.map((each) => (
            <DropdownMenuRadioItem key={each} value={each} onSelect={keepOpen}>
              {THEME_NAMES[each]}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuRadioGroup
          aria-label="Density"
          value={density}
          onValueChange={(value) => change("density", value as Density)}
        >
          <DropdownMenuLabel>Rows</DropdownMenuLabel>
          {DENSITIES.map((each) => (
            <DropdownMenuRadioItem key={each} value={each} onSelect={keepOpen}>
              {DENSITY_NAMES[each]}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuCheckboxItem
          checked={utc}
          onSelect={keepOpen}
          onCheckedChange={(value) => change("utc", value === true)}
        >
          Times in UTC
        </DropdownMenuCheckboxItem>
        <DropdownMenuCheckboxItem
          checked={shortcuts}
          onSelect={keepOpen}
          onCheckedChange={(value) => change("shortcuts", value === true)}
        >
          Single-key shortcuts
        </DropdownMenuCheckboxItem>
        <DropdownMenuItem onSelect={() => openOverlay("shortcuts")}>
          Keyboard shortcuts…
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => openOverlay("activity")}>Activity…</DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem
          onSelect={() => {
            signOutNow().catch(() =>
              notify.problem({ message: "Signing out did not work; the console did not answer." }),
            );
          }}
        >
          Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
