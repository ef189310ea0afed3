import "server-only";
import { targetId } from "@/lib/ami-updates/config";
import { RunDetectionInput } from "@/lib/ami-updates/inputs";
import { routes } from "@/lib/platform/routes";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { detectUpdates } from "../detect-updates";
import { runDetection } from "../run-detection";
import { parts } from "./words";

registerVerbTool({
  name: "ami_run_detection",
  description:
    "Looks for new node images now and starts what is due: an analysis, and a pull request where the rules allow one. Of the named node classes, or of all. A person is asked first.",
  class: "change",
  permission: "ami.run",
  input: RunDetectionInput,
  action: "ami.detect",
  target: ({ targets }) => targets?.map(targetId).join(", ").slice(0, 500) ?? "all clusters",
  preview: async ({ input: { targets } }) => {
    const wanted = targets?.map(targetId);
    const detections = (await detectUpdates(parts())).filter(
      (each) => !wanted || wanted.includes(targetId(each)),
    );
    const due = detections.filter(({ state }) => state === "update_available");
    return {
      sentence:
        due.length === 0
          ? "Looks for node images; nothing is due now, so nothing would be started."
          : `Looks for node images and starts what is due: ${due.map(targetId).join(", ")}.`,
      rows: due.map((each) => ({
        label: targetId(each),
        before: each.current?.release ?? each.current?.imageId ?? "unknown",
        after: `an analysis of ${each.recommended?.release ?? "the recommended image"}, and a pull request where the rules allow it`,
      })),
      href: routes.amiUpdates(),
    };
  },
  run: runDetection,
});
