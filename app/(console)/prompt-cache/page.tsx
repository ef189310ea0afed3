import type { Metadata } from "next";
import { NotBuiltPage } from "@/components/shell/not-built-page";
import { pageCtx } from "@/server/platform/ctx";

export const metadata: Metadata = { title: "Prompt cache" };

export default async function PromptCachePage() {
  await pageCtx();
  return (
    <NotBuiltPage title="Prompt cache">
      It will show what a cache in front of the language models saves, and where it would be wrong.
    </NotBuiltPage>
  );
}
