import type { Metadata } from "next";
import { TuningView } from "@/components/prompt-cache/tuning/tuning-view";
import { pageCtx } from "@/server/platform/ctx";
import { readDirectory } from "@/server/prompt-cache/directory";

export const metadata: Metadata = { title: "Tuning" };

export default async function TuningPage() {
  await pageCtx("prompt.inspect");
  const { namespaces } = await readDirectory();
  return <TuningView namespaces={[...namespaces.keys()].sort()} />;
}
