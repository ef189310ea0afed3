import type { Metadata } from "next";
import { KeysView } from "@/components/prompt-cache/keys/keys-view";
import { pageCtx } from "@/server/platform/ctx";

export const metadata: Metadata = { title: "Keys and namespaces" };

export default async function KeysPage() {
  await pageCtx("prompt.manage");
  return <KeysView />;
}
