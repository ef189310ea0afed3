import { RequestDetail } from "@/components/prompt-cache/requests/request-detail";
import { pageCtx } from "@/server/platform/ctx";

export default async function RequestPage({ params }: { params: Promise<{ id: string }> }) {
  await pageCtx("prompt.inspect");
  const { id } = await params;
  return <RequestDetail key={id} id={id} />;
}
