import "server-only";
import { targetId } from "@/lib/ami-updates/config";
import { DryRunInput } from "@/lib/ami-updates/inputs";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { dryRun } from "../dry-run";

registerVerbTool({
  name: "ami_dry_run",
  description:
    "Analyses the recommended image of a node class and drafts its pull request without writing anything to GitHub. Gives the id to read with ami_read_proposal. It asks a model, so it takes up to a minute and costs money.",
  class: "read",
  permission: "ami.run",
  input: DryRunInput,
  // As when a person presses it: the ledger has it, though nothing outside changes.
  action: "ami.dry-run",
  target: targetId,
  run: dryRun,
});
