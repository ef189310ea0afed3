import Link from "next/link";
import { EmptyState } from "@/components/data/empty-state";
import { buttonClass } from "@/components/ui/button";
import { routes } from "@/lib/platform/routes";

/** A session that may not be read, or cannot be now: why, and the way on. */
export function SessionUnread({ message }: { message: string }) {
  return (
    <div className="grid gap-3">
      <h1>Session</h1>
      <EmptyState
        title={message}
        action={
          <Link href={routes.agentSessions()} className={buttonClass()}>
            All sessions
          </Link>
        }
      >
        Its owner can share it, and an admin can read it.
      </EmptyState>
    </div>
  );
}
