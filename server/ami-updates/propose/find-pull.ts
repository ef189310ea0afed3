import "server-only";
import type { Target } from "@/lib/ami-updates/config";
import { type PullRequestMarker, readMarker } from "@/lib/ami-updates/pull-request-marker";
import type { PullRequest } from "@/server/github/contracts";
import { AppError } from "@/server/platform/errors";
import type { Destination, ProposeParts } from "./destination";

export interface OurPull {
  pull: PullRequest;
  marker: PullRequestMarker | undefined;
}

/** Our pull requests from a target's branch, newest first; the marker is read of those by our App alone. */
export async function findOurPulls(
  { github }: { github: Pick<ProposeParts["github"], "appLogin" | "listPulls"> },
  { at, base, branch }: Destination,
  target: Target,
): Promise<OurPull[]> {
  const [login, pulls] = await Promise.all([
    github.appLogin(),
    github.listPulls(at, { head: branch, state: "all" }),
  ]);
  const others = pulls.find((pull) => pull.state === "open" && pull.author !== login);
  if (others)
    throw new AppError(
      "conflict",
      `Pull request #${others.number} by ${others.author} uses the branch ${branch}; close it first.`,
    );
  return pulls
    .filter((pull) => pull.author === login && pull.base.branch === base)
    .map((pull) => ({ pull, marker: markerFor(pull, target) }));
}

function markerFor(pull: PullRequest, target: Target): PullRequestMarker | undefined {
  const marker = readMarker(pull.body);
  return marker?.cluster === target.cluster && marker.nodeClass === target.nodeClass
    ? marker
    : undefined;
}
