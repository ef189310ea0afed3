import type { Metadata } from "next";
import { PlaygroundView } from "@/components/prompt-cache/playground/playground-view";
import { pageCtx } from "@/server/platform/ctx";
import { readPlayground } from "@/server/prompt-cache/read-playground";

export const metadata: Metadata = { title: "Playground" };

export default async function PlaygroundPage() {
  const ctx = await pageCtx("prompt.use");
  const view = await readPlayground({ ctx });
  return (
    <div className="grid gap-3">
      <h1>Playground</h1>
      <PlaygroundView view={view} />
    </div>
  );
}
