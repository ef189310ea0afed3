import { pageCtx } from "@/server/platform/ctx";

/** No entry is open; the list is the layout's. */
export default async function EntriesPage() {
  await pageCtx("prompt.inspect");
  return null;
}
