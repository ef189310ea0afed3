import { routes } from "@/lib/platform/routes";
import type { Marker } from "@/lib/prompt-cache/overview";
import { topics } from "@/lib/releases/keys";
import type { PipelineRow } from "@/lib/releases/model";
import { revisionSubject } from "@/lib/releases/revision-text";
import { readSnapshot } from "@/server/live/read-snapshot";
import type { Ctx } from "@/server/platform/ctx";
import { readEndedExecutions } from "@/server/releases/read-ended-executions";

/** What releases did between two times, for the time axis of the prompt cache; none when they cannot be read. */
export async function deploymentMarkers(ctx: Ctx, from: string, to: string): Promise<Marker[]> {
  const snapshot = await readSnapshot<{ pipelines: PipelineRow[] }>(ctx, topics.pipelines()).catch(
    () => undefined,
  );
  const ended = await readEndedExecutions(snapshot?.data.pipelines ?? [], from, to);
  return ended.map(({ pipeline, execution, newestOnly }) => {
    const { id, status, updatedAt = "", revisions } = execution;
    const what = `${pipeline} ${status === "Failed" ? "failed" : "released"}: ${revisionSubject(revisions[0])}`;
    return {
      at: updatedAt,
      kind: "deployment",
      label: newestOnly ? `${what} (its newest; older ones are not marked)` : what,
      href: routes.execution(pipeline, id),
    };
  });
}
