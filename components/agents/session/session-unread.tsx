import Link from "next/link";
import { EmptyState } from "@/components/data/empty-state";
import { buttonClass } from "@/components/ui/button";
import type { ProblemCode } from "@/lib/platform/result";
import { routes } from "@/lib/platform/routes";

/** A session that is not there, may not be read, or cannot be now: why, and the way on. */
export function SessionUnread({ code, message }: { code: ProblemCode; message: string }) {
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
        {whatNow(code)}
      </EmptyState>
    </div>
  );
}

function whatNow(code: ProblemCode): string {
  if (code === "not_found") return "The address may be cut short, or the session is gone.";
  if (code === "forbidden") return "Its owner can share it, and an admin can read it.";
  return "Load the page again in a moment; what the agent does goes on without it.";
}
