"use client";

import { useState } from "react";
import type { SessionActions } from "@/components/agents/session/use-session-actions";
import { ActionButton } from "@/components/data/action-button";
import { Foreign } from "@/components/data/foreign";
import { useReturnFocus } from "@/components/data/use-return-focus";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import type { Session } from "@/lib/agents/session";

interface TitleProps {
  session: Session;
  rename: SessionActions["rename"];
  onDone: () => void;
}

/** The session's name, changed where it stands: Enter keeps it, Escape leaves it. */
export function SessionTitle({
  session,
  rename,
  editing,
  onDone,
}: TitleProps & { editing: boolean }) {
  if (!editing)
    return (
      <h1 className="min-w-0 text-[15px] leading-6 wrap-anywhere">
        <Foreign text={session.title} />
      </h1>
    );
  return <TitleForm session={session} rename={rename} onDone={onDone} />;
}

function TitleForm({ session, rename, onDone }: TitleProps) {
  const [title, setTitle] = useState(session.title);
  useReturnFocus();
  return (
    <form
      className="flex min-w-0 flex-1 basis-72 items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim() && title.trim() !== session.title)
          rename.run({ sessionId: session.id, title: title.trim() });
        onDone();
      }}
    >
      <h1 className="sr-only">
        <Foreign text={session.title} />
      </h1>
      <Input
        aria-label="Title"
        autoFocus
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onDone();
        }}
      />
      <ActionButton type="submit" variant="primary" pending={rename.pending}>
        Keep
      </ActionButton>
      <Button onClick={onDone}>Leave</Button>
    </form>
  );
}
