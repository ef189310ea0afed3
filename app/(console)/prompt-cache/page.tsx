import type { Metadata } from "next";
import { parseOverviewSearch } from "@/components/prompt-cache/overview/overview-search";
import { OverviewView } from "@/components/prompt-cache/overview/overview-view";
import type { OverviewView as View } from "@/lib/prompt-cache/overview";
import { overviewTopic } from "@/lib/prompt-cache/overview-topic";
import { prefetchSnapshot } from "@/server/live/read-snapshot";
import { pageCtx } from "@/server/platform/ctx";

export const metadata: Metadata = { title: "Prompt cache" };

type Query = Promise<Record<string, string | string[] | undefined>>;

export default async function PromptCachePage({ searchParams }: { searchParams: Query }) {
  const ctx = await pageCtx("prompt.read");
  const given = await searchParams;
  const query = parseOverviewSearch((name) => {
    const value = given[name];
    return Array.isArray(value) ? value[0] : value;
  });
  return <OverviewView initial={await prefetchSnapshot<View>(ctx, overviewTopic(query))} />;
}
