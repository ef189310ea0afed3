"use client";

import { StatusIcon } from "@/components/data/status-icon";
import { Timestamp } from "@/components/data/timestamp";
import { Dialog } from "@/components/ui/dialog";
import { useNotices } from "@/components/ui/toaster";

/** What this tab was told since it was opened: toasts go, this stays. */
export default function ActivityList({ onClose }: { onClose: () => void }) {
  const notices = useNotices();
  return (
    <Dialog
      open
      onOpenChange={onClose}
      placement="end"
      title="Activity"
      description="What you were told in this tab. The audit ledger keeps who did what for good."
    >
      {notices.length === 0 ? (
        <p className="text-muted">Nothing yet. Outcomes of what you do here appear in this list.</p>
      ) : (
        <ul className="grid">
          {notices.map((notice) => (
            <li key={notice.id} className="flex gap-2 border-t py-2 first:border-t-0">
              <StatusIcon
                tone={notice.tone === "plain" ? "unknown" : notice.tone}
                className="mt-0.5"
              />
              <div className="min-w-0 break-words">
                <p>{notice.message}</p>
                <p className="text-meta text-muted">
                  <Timestamp at={new Date(notice.at).toISOString()} />
                  {notice.ref ? ` · ref ${notice.ref}` : null}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
