import "@/server/features";
import type { Metadata } from "next";
import { EditorPage } from "@/components/agents/edit/editor-page";
import { readEditor } from "@/server/agents/read-editor";
import { pageCtx } from "@/server/platform/ctx";

export const metadata: Metadata = { title: "New agent · Agents" };

export default async function NewAgentPage() {
  await pageCtx("agent.manage");
  return <EditorPage parts={await readEditor()} />;
}
