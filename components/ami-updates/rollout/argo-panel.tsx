import { CopyableId } from "@/components/data/copyable-id";
import { Fact, Facts } from "@/components/data/facts";
import { Foreign } from "@/components/data/foreign";
import { Panel } from "@/components/data/panel";
import { StatusBadge } from "@/components/data/status-badge";
import { Timestamp } from "@/components/data/timestamp";
import type { ArgoState } from "@/lib/ami-updates/rollout";
import type { Tone } from "@/lib/platform/status";

const SYNC: Record<ArgoState["sync"], Tone> = {
  Synced: "succeeded",
  OutOfSync: "waiting",
  Unknown: "unknown",
};

/** Argo CD's part: it has the commit, or not yet. Its Healthy does not mean that nodes were replaced. */
export function ArgoPanel({
  argo,
  merges,
}: {
  argo: ArgoState | undefined;
  /** There is an update, whose commit it has or lacks. */
  merges: boolean;
}) {
  return (
    <Panel stacked title="Argo CD">
      {argo ? (
        <>
          <Facts>
            <Fact name="Application">
              <Foreign text={argo.application} />
            </Fact>
            <Fact name="Sync">
              <StatusBadge tone={SYNC[argo.sync]} label={argo.sync} size="sm" />
            </Fact>
            <Fact name="Health">
              <Foreign text={argo.health} />
            </Fact>
            {argo.revision ? (
              <Fact name="Revision">
                <CopyableId value={argo.revision} max={10} label="revision" />
              </Fact>
            ) : null}
            {merges ? <Fact name="Merged commit">{mergeWords(argo.hasMerge)}</Fact> : null}
          </Facts>
          {argo.autoSync ? null : (
            <p className="text-waiting">
              It does not sync by itself: somebody has to sync it in Argo CD.
            </p>
          )}
          {argo.operation ? (
            <p className="text-muted">
              Last operation <Foreign text={argo.operation.phase} />
              {argo.operation.finishedAt ? (
                <>
                  {" "}
                  <Timestamp at={argo.operation.finishedAt} />
                </>
              ) : null}
              {argo.operation.message ? (
                <>
                  : <Foreign text={argo.operation.message} />
                </>
              ) : null}
            </p>
          ) : null}
          <p className="text-meta text-muted">
            Healthy here does not mean that nodes were replaced.
          </p>
        </>
      ) : (
        <p className="text-muted">The application is not known now.</p>
      )}
    </Panel>
  );
}

function mergeWords(has: boolean | undefined): string {
  if (has === undefined) return "Not known whether it is there";
  return has ? "Is there" : "Not there yet";
}
