import type { Metadata } from "next";
import type { ReactNode } from "react";
import { EntriesView } from "@/components/prompt-cache/entries/entries-view";
import { pageCtx } from "@/server/platform/ctx";

export const metadata: Metadata = { title: "Entries" };

/** The list stays as it is while one entry after the other is opened beside it. */
export default async function EntriesLayout({ children }: { children: ReactNode }) {
  await pageCtx("prompt.inspect");
  return <EntriesView>{children}</EntriesView>;
}
