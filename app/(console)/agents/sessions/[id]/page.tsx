import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SessionUnread } from "@/components/agents/session/session-unread";
import { SessionView } from "@/components/agents/session/session-view";
import { readSession } from "@/server/agents/read-session";
import { pageCtx } from "@/server/platform/ctx";
import { isAppError } from "@/server/platform/errors";

export const metadata: Metadata = { title: "Session · Agents" };

export default async function SessionPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageCtx("agent.read");
  const id = decodeURIComponent((await params).id);
  const read = await readSession({ ctx, input: { sessionId: id } }).catch((error: unknown) => {
    if (isAppError(error)) return error;
    throw error;
  });
  if (!isAppError(read)) return <SessionView key={id} id={id} initial={read} />;
  if (read.code === "not_found") notFound();
  return <SessionUnread code={read.code} message={read.message} />;
}
