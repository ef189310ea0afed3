import type { Metadata } from "next";
import { DeploymentView } from "@/components/releases/deployment/deployment-view";
import { topics } from "@/lib/releases/keys";
import type { DeploymentView as View } from "@/lib/releases/model";
import { prefetchSnapshot } from "@/server/live/read-snapshot";
import { pageCtx } from "@/server/platform/ctx";

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Deployment ${decodeURIComponent((await params).id)}` };
}

export default async function DeploymentPage({ params }: Props) {
  const ctx = await pageCtx("release.read");
  const id = decodeURIComponent((await params).id);
  const initial = await prefetchSnapshot<View>(ctx, topics.deployment(id));
  return <DeploymentView key={id} id={id} role={ctx.person.role} initial={initial} />;
}
