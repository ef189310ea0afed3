"use client";

import { NavLinks } from "@/components/shell/navigation";
import { Place } from "@/components/shell/place";
import { Dialog } from "@/components/ui/dialog";

/** The navigation of a phone. */
export default function NavDrawer({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={onClose} placement="start" title="Switchyard">
      <nav aria-label="Workflows">
        <NavLinks narrow={false} onGo={onClose} />
      </nav>
      <Place className="mt-4 border-t pt-3" />
    </Dialog>
  );
}
