import "server-only";
import { createHash } from "node:crypto";
import { routes } from "@/lib/platform/routes";
import { formatAbsolute } from "@/lib/platform/time";
import { SetThresholdInput } from "@/lib/prompt-cache/namespace";
import { whatIfSentence } from "@/lib/prompt-cache/what-if";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { findNamespaceRow, setThreshold } from "../namespaces/set-threshold";
import { readTuning } from "../read-tuning";

registerVerbTool({
  name: "cache_set_threshold",
  description:
    "Puts a similarity threshold in force in a namespace: prompts at least this similar to a stored one are answered from it. Say why, with the figures of cache_what_if. A person is asked first.",
  class: "change",
  permission: "prompt.manage",
  input: SetThresholdInput,
  action: "prompt.set-threshold",
  target: ({ namespace }) => namespace,
  why: ({ reason }) => reason,
  preview: async ({ ctx, input: { namespace, threshold } }) => {
    const [row, tuning] = await Promise.all([
      findNamespaceRow(ctx, namespace),
      readTuning({ input: { namespace, whatIf: threshold, precision: 0.98 } }),
    ]);
    const before = row.settings.semantic.threshold;
    return {
      sentence: `Changes the similarity threshold of ${namespace} from ${before.toFixed(2)} to ${threshold.toFixed(2)}.`,
      rows: [
        { label: "Threshold", before: before.toFixed(2), after: threshold.toFixed(2) },
        {
          label: "Recorded requests",
          after: whatIfSentence(tuning, threshold, tuning.changes),
        },
        {
          label: "Settings last changed",
          after: `by ${row.updatedBy} at ${formatAbsolute(row.updatedAt, { utc: true })}`,
        },
      ],
      href: routes.promptTuning(),
      evidenceHash: createHash("sha256").update(`${namespace}\n${row.updatedAt}`).digest("hex"),
    };
  },
  run: setThreshold,
});
