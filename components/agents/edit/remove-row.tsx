"use client";

import { Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";

/** Takes a row of the form away. */
export function RemoveRow({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <Button variant="ghost" size="icon" aria-label={label} data-tip={label} onClick={onRemove}>
      <Trash2 aria-hidden="true" className="size-3.5" />
    </Button>
  );
}
