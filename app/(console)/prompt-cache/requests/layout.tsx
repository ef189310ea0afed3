import type { Metadata } from "next";
import type { ReactNode } from "react";
import { RequestsView } from "@/components/prompt-cache/requests/requests-view";
import { pageCtx } from "@/server/platform/ctx";

export const metadata: Metadata = { title: "Requests" };

/** The list stays as it is while one request after the other is opened beside it. */
export default async function RequestsLayout({ children }: { children: ReactNode }) {
  await pageCtx("prompt.inspect");
  return <RequestsView>{children}</RequestsView>;
}
