import { describeInstances } from "./describe-instances.ts";
import { describePipeline } from "./describe-pipeline.ts";
import { findLab, LAB_OPTIONS } from "./find-lab.ts";
import { parseCommandLine, UsageError } from "./options.ts";
import { PIPELINE_BRANCHES } from "./what-next.ts";

/** `lab status`: pipelines, instances and load balancer as text. */
export async function status(args: string[]): Promise<void> {
  const line = parseCommandLine(args, { values: LAB_OPTIONS });
  if (line.positional.length > 0) throw new UsageError(`status takes no "${line.positional[0]}".`);
  const lab = await findLab(line);
  console.log(`Lab ${lab.endpoint}, load balancer ${lab.loadBalancer}, state ${lab.stateDir}`);
  for (const pipeline of Object.keys(PIPELINE_BRANCHES)) {
    console.log("");
    for (const text of await describePipeline(lab, pipeline)) console.log(text);
  }
  console.log("");
  for (const text of await describeInstances(lab)) console.log(text);
}
