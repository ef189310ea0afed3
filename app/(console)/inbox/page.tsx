import type { Metadata } from "next";
import type { InboxView } from "@/lib/inbox/model";
import { prefetchSnapshot } from "@/server/live/read-snapshot";
import { pageCtx } from "@/server/platform/ctx";
import { Inbox } from "./kinds";

export const metadata: Metadata = { title: "Inbox" };

export default async function InboxPage() {
  const ctx = await pageCtx("release.read");
  return <Inbox role={ctx.person.role} initial={await prefetchSnapshot<InboxView>(ctx, "inbox")} />;
}
