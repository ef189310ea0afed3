import { Foreign } from "@/components/data/foreign";
import { Panel } from "@/components/data/panel";
import { StatusBadge } from "@/components/data/status-badge";
import { OutsideLink } from "@/components/data/text-link";
import { CHECK_LOOK } from "@/lib/ami-updates/looks";
import type { PullRequestRef } from "@/lib/ami-updates/model";
import type { PullView } from "@/lib/ami-updates/views";
import type { Tone } from "@/lib/platform/status";

const STATE: Record<PullView["state"], { tone: Tone; label: string }> = {
  open: { tone: "waiting", label: "Open" },
  closed: { tone: "skipped", label: "Closed" },
  merged: { tone: "succeeded", label: "Merged" },
};

const MERGEABLE: Record<string, string> = {
  dirty: "It conflicts with its base branch.",
  blocked: "A rule of the repository blocks the merge.",
  behind: "It is behind its base branch.",
  unstable: "A check has not passed.",
};

/** The pull request as GitHub has it now, and its checks. */
export function PullPanel({ pull }: { pull: PullView }) {
  const hint = pull.state === "open" ? MERGEABLE[pull.mergeableState ?? ""] : undefined;
  return (
    <Panel stacked title="Pull request" aside={<StatusBadge {...STATE[pull.state]} size="sm" />}>
      <p>
        <OutsideLink href={pull.url}>#{pull.number}</OutsideLink> <Foreign text={pull.title} />
        <span className="text-muted">
          {" by "}
          <Foreign text={pull.author} />
        </span>
      </p>
      {hint ? <p className="text-waiting">{hint}</p> : null}
      {pull.checks.length === 0 ? (
        <p className="text-muted">The repository runs no checks on it.</p>
      ) : (
        <ul aria-label="Checks" className="grid gap-1">
          {pull.checks.map(({ name, state, url }) => (
            <li key={name} className="flex flex-wrap items-center gap-x-3">
              <StatusBadge {...CHECK_LOOK[state]} size="sm" />
              {url ? (
                <OutsideLink href={url}>
                  <Foreign text={name} />
                </OutsideLink>
              ) : (
                <Foreign text={name} />
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** There is one, and what it is now could not be read. */
export function PullUnread({ pull }: { pull: PullRequestRef }) {
  return (
    <Panel
      stacked
      title="Pull request"
      aside={<StatusBadge tone="unknown" label="Not known" size="sm" />}
    >
      <p>
        <OutsideLink href={pull.url}>#{pull.number}</OutsideLink>{" "}
        <span className="text-muted">cannot be read now.</span>
      </p>
    </Panel>
  );
}
