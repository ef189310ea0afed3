import type { Metadata } from "next";
import { NotBuiltPage } from "@/components/shell/not-built-page";
import { pageCtx } from "@/server/platform/ctx";

export const metadata: Metadata = { title: "AMI updates" };

export default async function AmiUpdatesPage() {
  await pageCtx();
  return (
    <NotBuiltPage title="AMI updates">
      It will bring pull requests for new machine images, with their risk, to the inbox.
    </NotBuiltPage>
  );
}
