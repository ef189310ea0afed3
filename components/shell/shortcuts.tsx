"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { singleKeysOn } from "@/components/data/single-keys";
import { type ChordState, feedChord, NO_CHORD } from "@/components/shell/chord";
import { destinationsFor } from "@/components/shell/destinations";
import { useShell } from "@/components/shell/shell-state";

/** Listens for the console's shortcuts; draws nothing. */
export function Shortcuts() {
  const { open, overlay, person } = useShell();
  const router = useRouter();
  useEffect(() => {
    const places = new Map(
      destinationsFor(person.role).map((each) => [`g ${each.key}`, each.href]),
    );
    const known = new Set([...places.keys(), "?"]);
    let chord: ChordState = NO_CHORD;
    const press = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        // A dialog of the page itself stays on top: a half-written reason must not be lost.
        if (overlay !== undefined || !document.querySelector("dialog:modal"))
          open(overlay === "command" ? undefined : "command");
        return;
      }
      if (event.key === "Shift" || !singleKeysOn(event)) return;
      const fed = feedChord(chord, event.key, event.timeStamp, known);
      chord = fed.state;
      if (!fed.match) return;
      event.preventDefault();
      const href = places.get(fed.match);
      if (href) router.push(href);
      else open("shortcuts");
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [open, overlay, person.role, router]);
  return null;
}
