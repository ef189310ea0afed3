"use client";

import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { AsyncView } from "@/components/data/async-view";
import { EmptyState } from "@/components/data/empty-state";
import { MissingNote } from "@/components/data/missing-note";
import { useUrlState } from "@/components/data/use-url-state";
import { InboxDetail } from "@/components/inbox/inbox-detail";
import { InboxList } from "@/components/inbox/inbox-list";
import { InboxSkeleton } from "@/components/inbox/inbox-skeleton";
import type { InboxKinds } from "@/components/inbox/kinds";
import { useInboxRows } from "@/components/inbox/use-inbox-rows";
import { useLive } from "@/components/shell/live/use-live";
import { Button, buttonClass } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { InboxView as View } from "@/lib/inbox/model";
import type { Snapshot } from "@/lib/live/model";
import { plural } from "@/lib/platform/format";
import type { Role } from "@/lib/platform/permissions";
import { routes } from "@/lib/platform/routes";

/** Everything that waits on a person, from all workflows; decided in place. */
export function InboxView({
  kinds,
  role,
  initial,
}: {
  kinds: InboxKinds;
  role: Role;
  initial?: Snapshot<View> | undefined;
}) {
  const live = useLive<View>("inbox", initial);
  const count = live.snapshot?.data.items.length;
  const unread = (live.snapshot?.data.missing.length ?? 0) > 0;
  return (
    <div className="grid gap-3">
      <div className="flex items-baseline gap-3">
        <h1>Inbox</h1>
        {count === undefined ? null : (
          <span role="status" className="text-muted">
            {count === 0 ? (unread ? "Nothing known" : "Nothing waits") : plural(count, "item")}
          </span>
        )}
      </div>
      <AsyncView {...live} skeleton={<InboxSkeleton />}>
        {(data) => (
          <div className="grid gap-3">
            <MissingNote title="Something may be missing here" missing={data.missing} />
            <Items
              kinds={kinds}
              view={data}
              role={role}
              stale={live.state !== "live"}
              confirmedAt={live.snapshot?.confirmedAt}
            />
          </div>
        )}
      </AsyncView>
    </div>
  );
}

function Items({
  kinds,
  view,
  role,
  stale,
  confirmedAt,
}: {
  kinds: InboxKinds;
  view: View;
  role: Role;
  stale: boolean;
  confirmedAt: string | undefined;
}) {
  const url = useUrlState();
  const selected = url.get("item");
  const setSelected = (item: string | null) => {
    url.set({ item }, { push: true });
    window.scrollTo(0, 0);
  };
  const [busy, setBusy] = useState(false);
  const { rows, arrived, showArrived, decide, dismiss } = useInboxRows(view.items, selected, busy);
  if (rows.length === 0 && arrived === 0 && !selected) {
    return (
      <EmptyState
        title={
          view.missing.length > 0
            ? "Nothing is known to wait"
            : "Nothing waits on you or anyone else"
        }
        action={
          <Link href={routes.pipelines()} className={buttonClass()}>
            All pipelines
          </Link>
        }
      >
        {view.missing.length > 0
          ? "What could not be read is named above; it comes by itself when it can be read again."
          : "Approvals of pipelines and AMI updates appear here by themselves, the oldest deadline first."}
      </EmptyState>
    );
  }
  const shownId = selected ?? rows[0]?.item.id;
  const row = rows.find(({ item }) => item.id === shownId);
  const unconfirmed = row?.item.unconfirmed === true;
  return (
    <div className="grid min-w-0 gap-3 xl:grid-cols-[22rem_minmax(0,1fr)]">
      <div className={cn("grid min-w-0 content-start", selected && "max-xl:hidden")}>
        <InboxList
          rows={rows}
          selected={shownId}
          arrived={arrived}
          onShowArrived={showArrived}
          onSelect={(id) => setSelected(id)}
          onBusy={setBusy}
        />
      </div>
      <div className={cn("grid min-w-0 content-start gap-2", !selected && "max-xl:hidden")}>
        <Button
          variant="ghost"
          className="justify-self-start xl:hidden"
          onClick={() => setSelected(null)}
        >
          <ArrowLeft aria-hidden="true" className="size-4" /> All items
        </Button>
        <InboxDetail
          kinds={kinds}
          card={
            row && {
              item: row.item,
              role,
              stale: stale || unconfirmed,
              gone: row.gone,
              decided: row.decided,
              confirmedAt: unconfirmed ? undefined : confirmedAt,
              onDecided: (words) => decide(row.item.id, words),
              onDismiss: () => {
                dismiss(row.item.id);
                setSelected(null);
              },
            }
          }
          onBack={() => setSelected(null)}
        />
      </div>
    </div>
  );
}
