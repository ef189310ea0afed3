"use client";

import { CommandKey } from "@/components/shell/command-key";
import { destinationsFor } from "@/components/shell/destinations";
import { usePreferences } from "@/components/shell/preferences";
import { useShell } from "@/components/shell/shell-state";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

/** What `?` shows. */
export default function ShortcutList({ onClose }: { onClose: () => void }) {
  const { person } = useShell();
  const { shortcuts, change } = usePreferences();
  const rows: [string, string][] = [
    ...destinationsFor(person.role).map(({ key, label }): [string, string] => [
      `g ${key}`,
      `Go to ${label}`,
    ]),
    ["j", "Next row"],
    ["k", "Previous row"],
    ["↵", "Open the row"],
    ["?", "This list"],
    ["Esc", "Close what is open"],
  ];
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Keyboard shortcuts"
      description="Approving and rejecting have no single key, on purpose."
    >
      <table className="w-full">
        <tbody>
          <tr className="h-8">
            <th scope="row" className="w-24 text-start font-normal">
              <CommandKey />
            </th>
            <td>Command menu: go to anything, run anything you may run</td>
          </tr>
          {rows.map(([keys, what]) => (
            <tr key={keys} className="h-8">
              <th scope="row" className="w-24 text-start font-normal">
                <span className="inline-flex gap-1">
                  {keys.split(" ").map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </span>
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <label className="mt-3 flex min-h-6 items-center gap-2 border-t pt-3 pointer-coarse:min-h-11">
        <input
          type="checkbox"
          className="size-4 accent-(--accent)"
          checked={shortcuts}
          onChange={(event) => change("shortcuts", event.target.checked)}
        />
        Single-key shortcuts are on
      </label>
    </Dialog>
  );
}
