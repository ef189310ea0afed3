import { routes } from "@/lib/platform/routes";
import type { Marker } from "@/lib/prompt-cache/overview";
import { topics } from "@/lib/releases/keys";
import type { PipelineRow } from "@/lib/releases/model";
import { revisionSubject } from "@/lib/releases/revision-text";
import { readSnapshot } from "@/server/live/read-snapshot";
import type { Ctx } from "@/server/platform/ctx";

/**
 * The newest execution of each pipeline that ended between two times, for the time axis of the prompt
 * cache. From the fleet's watched list, so it costs AWS nothing more; none when that cannot be read.
 */
export async function deploymentMarkers(ctx: Ctx, from: string, to: string): Promise<Marker[]> {
  const snapshot = await readSnapshot<{ pipelines: PipelineRow[] }>(ctx, topics.pipelines()).catch(
    () => undefined,
  );
  return (snapshot?.data.pipelines ?? []).flatMap(({ name, latest }): Marker[] => {
    const ended = latest?.status === "Succeeded" || latest?.status === "Failed";
    if (!latest?.updatedAt || !ended) return [];
    const at = new Date(latest.updatedAt).toISOString();
    if (at < from || at > to) return [];
    const what = latest.status === "Failed" ? "failed" : "released";
    const label = `${name} ${what}: ${revisionSubject(latest.revisions[0])}`;
    return [{ at, kind: "deployment", label, href: routes.execution(name, latest.id) }];
  });
}
