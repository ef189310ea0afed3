import "server-only";
import { z } from "zod";
import { AUDIT_OUTCOMES } from "@/lib/audit/model";
import { throughOf } from "@/lib/audit/through";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { readAuditEntries } from "./read-entries";

/** The audit ledger as a tool of agents. */
registerVerbTool({
  name: "audit_find",
  description:
    "Finds who did what to what in the console, newest first: the person, the action, its target, the reason, the outcome, and the agent where it was done through one. Cite an entry by its number.",
  class: "read",
  permission: "audit.read",
  input: z.object({
    person: z.string().trim().min(1).max(200).optional().describe("Part of a name or e-mail"),
    action: z.string().trim().min(1).max(200).optional().describe("Exactly, e.g. release.decide"),
    target: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .optional()
      .describe("Part of the target, e.g. lab-app"),
    outcome: z.enum(AUDIT_OUTCOMES).optional(),
    from: z.iso.datetime({ offset: true }).optional(),
    to: z.iso.datetime({ offset: true }).optional(),
    before: z.number().int().positive().optional().describe("Only entries before this number"),
    limit: z.number().int().min(1).max(50).default(20),
  }),
  run: async ({ ctx, input }) => {
    const { entries, next } = await readAuditEntries({ ctx, input });
    return {
      entries: entries.map((entry) => {
        const through = throughOf(entry.input);
        return {
          entry: entry.seq,
          at: entry.at,
          person: `${entry.person.name} (${entry.person.email})`,
          action: entry.action,
          target: entry.target,
          why: entry.why,
          outcome: entry.outcome,
          ...(entry.message && { message: entry.message }),
          ...(through && {
            throughAgent: through.agent,
            ...(through.approvedBy && { approvedBy: through.approvedBy.name }),
          }),
        };
      }),
      ...(next !== undefined && { olderBefore: next }),
    };
  },
});
