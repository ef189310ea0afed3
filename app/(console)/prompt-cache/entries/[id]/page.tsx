import { EntryDetail } from "@/components/prompt-cache/entries/entry-detail";
import { pageCtx } from "@/server/platform/ctx";

export default async function EntryPage({ params }: { params: Promise<{ id: string }> }) {
  await pageCtx("prompt.inspect");
  const { id } = await params;
  return <EntryDetail key={id} id={id} />;
}
