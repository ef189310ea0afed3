import "server-only";
import { z } from "zod";
import { settingsOf, targetId } from "@/lib/ami-updates/config";
import { canClose, canMerge } from "@/lib/ami-updates/eligibility";
import { inWindow } from "@/lib/ami-updates/maintenance-window";
import type { ProposalView } from "@/lib/ami-updates/views";
import { plural } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { registerVerbTool, type VerbPreview } from "@/server/platform/verb-tools";
import { decideUpdate } from "../decide-update";
import { readProposal } from "../read-proposal";
import { DESCRIBED, parts } from "./words";

const DecideVerb = z.object({
  updateId: z.uuid().describe(DESCRIBED.updateId),
  comment: z
    .string()
    .trim()
    .min(3, "say why, in a few words")
    .max(2_000)
    .describe("Why; it stands in the pull request's and the ledger's record"),
});
type DecideVerb = z.output<typeof DecideVerb>;

type Decision = "merge" | "close";

registerVerbTool({
  name: "ami_merge_proposal",
  description:
    "Merges the pull request of a node image, so that the cluster's nodes are replaced. Say why. A person other than who asked decides.",
  class: "destroy",
  ...decides("merge"),
});

registerVerbTool({
  name: "ami_close_proposal",
  description:
    "Closes the pull request of a node image: this release is then skipped until somebody lifts the skip. Say why. A person is asked first.",
  class: "change",
  ...decides("close"),
});

function decides(decision: Decision) {
  return {
    permission: "ami.decide" as const,
    input: DecideVerb,
    action: "ami.decide",
    target: ({ updateId }: DecideVerb) => updateId,
    why: ({ comment }: DecideVerb) => comment,
    record: ({ updateId, comment }: DecideVerb, evidenceHash?: string) => ({
      updateId,
      decision,
      comment,
      ...(evidenceHash && { evidenceHash }),
    }),
    preview: ({ ctx, input }: { ctx: Ctx; input: DecideVerb }) =>
      previewDecision(ctx, input.updateId, decision),
    run: async ({ ctx, input, evidenceHash }: RunArgs) =>
      decideUpdate({
        ctx,
        input: {
          updateId: input.updateId,
          decision,
          comment: input.comment,
          evidenceHash: evidenceHash ?? (await evidenceNow(input.updateId)),
        },
      }),
  };
}

interface RunArgs {
  ctx: Ctx;
  input: DecideVerb;
  evidenceHash?: string;
}

/** Where the policy asked nobody, what stands there now is what was looked at. */
async function evidenceNow(updateId: string): Promise<string> {
  const { evidenceHash } = await readProposal(parts(), updateId);
  if (!evidenceHash) throw new AppError("conflict", "There is no pull request to decide on.");
  return evidenceHash;
}

async function previewDecision(
  ctx: Ctx,
  updateId: string,
  decision: Decision,
): Promise<VerbPreview> {
  const engine = parts();
  const view = await readProposal(engine, updateId);
  const { update, analysis, pull, evidenceHash } = view;
  refuse(ctx, view, decision);
  const from = update.from.release ?? update.from.imageId ?? "an unknown image";
  const what = `${targetId(update)} (${update.environment})`;
  return {
    sentence:
      decision === "merge"
        ? `Merges pull request ${pull?.number}: ${what} goes from ${from} to ${update.to.release}${view.effect?.nodes === undefined ? "" : `, and ${plural(view.effect.nodes, "node")} are replaced`}.`
        : `Closes pull request ${pull?.number}: ${what} stays on ${from}, and ${update.to.release} is skipped.`,
    rows: [
      {
        label: "Node image",
        before: from,
        after: decision === "merge" ? update.to.release : `${from}, skipping ${update.to.release}`,
      },
      ...(analysis
        ? [
            {
              label: "Judged",
              after: `risk ${analysis.risk} of 10, ${analysis.verdict}${analysis.autoRejected ? `; the rules refuse it: ${analysis.autoRejected}` : ""}`,
            },
          ]
        : []),
      ...(view.effect?.nodes !== undefined && decision === "merge"
        ? [
            {
              label: "Nodes",
              before: `${view.effect.nodes} on the old image`,
              after: `replaced, ${view.effect.atOnce ?? "?"} at once`,
            },
          ]
        : []),
    ],
    href: routes.amiProposal(updateId),
    ...(evidenceHash && { evidenceHash }),
  };
}

/** What would be refused anyway is not put before anybody. @throws AppError conflict */
function refuse({ person }: Ctx, view: ProposalView, decision: Decision): void {
  const { update, analysis, pull } = view;
  const facts = {
    role: person.role,
    stale: false,
    dryRun: update.dryRun,
    ...(update.decision && { decision: update.decision }),
    ...(update.decidedBy && { decidedBy: update.decidedBy }),
    ...(pull && { pull }),
  };
  const engine = parts();
  const window = settingsOf(engine.config(), update)?.environment.window;
  const verdict =
    decision === "close"
      ? canClose(facts)
      : canMerge({
          ...facts,
          me: person.email,
          ownOverrideOf: view.ownOverrideOf,
          windowOpen: inWindow(window, engine.now()),
          ...(!update.override &&
            analysis?.autoRejected && { autoRejected: analysis.autoRejected }),
        });
  if (!verdict.allowed) throw new AppError("conflict", verdict.why);
}
