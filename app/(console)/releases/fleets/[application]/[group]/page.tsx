import type { Metadata } from "next";
import { FleetView } from "@/components/releases/fleet/fleet-view";
import { topics } from "@/lib/releases/keys";
import type { FleetView as View } from "@/lib/releases/model";
import { prefetchSnapshot } from "@/server/live/read-snapshot";
import { pageCtx } from "@/server/platform/ctx";

interface Props {
  params: Promise<{ application: string; group: string }>;
}

const read = async (params: Props["params"]) => {
  const given = await params;
  return {
    application: decodeURIComponent(given.application),
    group: decodeURIComponent(given.group),
  };
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { application, group } = await read(params);
  return { title: `${application} / ${group}` };
}

export default async function FleetPage({ params }: Props) {
  const ctx = await pageCtx("release.read");
  const { application, group } = await read(params);
  const initial = await prefetchSnapshot<View>(ctx, topics.fleet(application, group));
  return (
    <FleetView
      key={`${application}/${group}`}
      application={application}
      group={group}
      initial={initial}
    />
  );
}
