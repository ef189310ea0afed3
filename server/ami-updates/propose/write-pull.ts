import "server-only";
import type { PullRequest } from "@/server/github/contracts";
import { isAppError } from "@/server/platform/errors";
import type { Destination, ProposeParts } from "./destination";

interface Wanted {
  title: string;
  body: string;
  labels: string[];
}

/** The one open pull request of the branch, with what it shall say: opened, or the open one changed. */
export async function writePull(
  { github }: Pick<ProposeParts, "github">,
  { at, base, branch }: Pick<Destination, "at" | "base" | "branch">,
  open: PullRequest | undefined,
  wanted: Wanted,
): Promise<PullRequest> {
  if (!open) {
    try {
      return await github.openPull(at, { ...wanted, head: branch, base });
    } catch (error) {
      // Opened by another process in the same moment, or by this one before it lost the answer.
      if (!isAppError(error) || error.code !== "conflict") throw error;
      const [there] = await github.listPulls(at, { head: branch, state: "open" });
      if (!there) throw error;
      return writePull({ github }, { at, base, branch }, there, wanted);
    }
  }
  const change = {
    ...(open.title !== wanted.title && { title: wanted.title }),
    ...(!sameText(open.body, wanted.body) && { body: wanted.body }),
    ...(labelsAfter(open.labels, wanted.labels) && {
      labels: labelsAfter(open.labels, wanted.labels),
    }),
  };
  if (Object.keys(change).length > 0) await github.updatePull(at, open.number, change);
  return open;
}

/** GitHub keeps a body with line breaks of its own kind. */
const sameText = (left: string, right: string) =>
  left.replaceAll("\r\n", "\n").trim() === right.replaceAll("\r\n", "\n").trim();

/** Ours as wanted, beside what people have put on; undefined when nothing is to be changed. */
function labelsAfter(has: string[], wanted: string[]): string[] | undefined {
  const kept = has.filter((label) => !/^(ami-update|risk:\d+)$/.test(label));
  const after = [...wanted, ...kept];
  const same = after.length === has.length && after.every((label) => has.includes(label));
  return same ? undefined : after;
}
