import type { Metadata } from "next";
import { NotBuiltPage } from "@/components/shell/not-built-page";
import { pageCtx } from "@/server/platform/ctx";

export const metadata: Metadata = { title: "Agents" };

export default async function AgentsPage() {
  await pageCtx();
  return (
    <NotBuiltPage title="Agents">
      It will show what agents do, step by step, and let a person allow or refuse their tool calls.
    </NotBuiltPage>
  );
}
