import "server-only";
import { z } from "zod";
import type { Citation } from "@/lib/ami-updates/model";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { readNotes } from "../read-notes";
import { readProposal } from "../read-proposal";
import { DESCRIBED, parts } from "./words";

const PACKAGES = 60;
const SECURITY = 40;
const NOTE_LINES = 150;

const cited = (citations: readonly Citation[]) =>
  citations.map(({ release, line, quote }) => ({ notes: release, line, text: quote }));

registerVerbTool({
  name: "ami_read_proposal",
  description:
    "Reads one proposal of a node image: every factor of its risk with the lines of the release notes behind it, packages that change, security findings, the pull request and its checks, and what merging would do. With `notes` it also gives the numbered release notes of that release. Cite a line by release and number.",
  class: "read",
  permission: "ami.read",
  input: z.object({
    updateId: z.uuid().describe(DESCRIBED.updateId),
    notes: z.string().max(40).optional().describe("A release of the range, e.g. v20260714"),
    notesFrom: z
      .number()
      .int()
      .min(1)
      .default(1)
      .describe(`First line of the notes; a call gives ${NOTE_LINES} lines`),
  }),
  run: async ({ input: { updateId, notes, notesFrom } }) => {
    const view = await readProposal(parts(), updateId);
    const { update, analysis, pull, effect } = view;
    const read = notes ? await readNotes(updateId, notes) : undefined;
    return {
      updateId,
      cluster: update.cluster,
      nodeClass: update.nodeClass,
      environment: update.environment,
      from: update.from,
      to: update.to,
      ...(update.decision && { decision: update.decision, decidedBy: update.decidedBy }),
      ...(update.outcome && { outcome: update.outcome }),
      ...(view.newer && { newerProposal: view.newer }),
      ...(analysis && {
        analysis: {
          risk: analysis.risk,
          floor: analysis.floor,
          verdict: analysis.verdict,
          urgency: analysis.urgency,
          summary: analysis.summary,
          ...(analysis.autoRejected && { refusedByRules: analysis.autoRejected }),
          factors: analysis.factors.map((factor) => ({
            id: factor.id,
            source: factor.source,
            risk: factor.risk,
            text: factor.text,
            lines: cited(factor.citations),
          })),
          packages: analysis.packages.slice(0, PACKAGES).map(({ name, kind, from, to, level }) => ({
            name,
            kind,
            from,
            to,
            level,
          })),
          security: analysis.security
            .slice(0, SECURITY)
            .map(({ id, status, severity, citations }) => ({
              id,
              status,
              severity,
              lines: cited(citations),
            })),
          promisedVersions: analysis.promised,
          releases: analysis.releases.map(({ release, abandoned, lines }) => ({
            release,
            abandoned,
            lines,
          })),
          model: { id: analysis.model.modelId, outcome: analysis.model.outcome },
        },
      }),
      ...(pull && {
        pullRequest: {
          number: pull.number,
          state: pull.state,
          mergeable: pull.mergeable,
          edited: pull.edited,
          checks: pull.checks.map(({ name, state }) => `${name}: ${state}`),
        },
      }),
      ...(effect && { merging: effect }),
      ...(read && {
        notes: {
          release: read.release,
          total: read.lines.length,
          lines: read.lines
            .slice(notesFrom - 1, notesFrom - 1 + NOTE_LINES)
            .map((text, at) => ({ line: notesFrom + at, text })),
        },
      }),
      ...(view.missing.length > 0 && { couldNotBeRead: view.missing }),
    };
  },
});
