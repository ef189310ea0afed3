import { pageCtx } from "@/server/platform/ctx";

/** No request is open; the list is the layout's. */
export default async function RequestsPage() {
  await pageCtx("prompt.inspect");
  return null;
}
