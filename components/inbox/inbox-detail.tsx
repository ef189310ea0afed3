"use client";

import { EmptyState } from "@/components/data/empty-state";
import type { InboxCardProps } from "@/components/data/inbox-card";
import { GenericCard } from "@/components/inbox/generic-card";
import type { InboxKinds } from "@/components/inbox/kinds";
import { Button } from "@/components/ui/button";

/** The selected item through its kind's card; a link to one that no longer waits says so. */
export function InboxDetail({
  kinds,
  card,
  onBack,
}: {
  kinds: InboxKinds;
  card: InboxCardProps | undefined;
  onBack: () => void;
}) {
  if (!card) {
    return (
      <EmptyState
        title="This item no longer waits"
        action={<Button onClick={onBack}>Back to the inbox</Button>}
      >
        It was decided, timed out, or was superseded since the link was made.
      </EmptyState>
    );
  }
  const Card = kinds[card.item.kind] ?? GenericCard;
  return <Card key={card.item.id} {...card} />;
}
