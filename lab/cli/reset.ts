import { callPage } from "./call-lab.ts";
import { findLab, LAB_OPTIONS } from "./find-lab.ts";
import { parseCommandLine, UsageError } from "./options.ts";

/** `lab reset`: the running lab forgets everything and is as new. */
export async function reset(args: string[]): Promise<void> {
  const line = parseCommandLine(args, { values: LAB_OPTIONS });
  if (line.positional.length > 0) throw new UsageError(`reset takes no "${line.positional[0]}".`);
  const lab = await findLab(line);
  await callPage(lab.endpoint, "POST", "reset");
  console.log(
    `The lab at ${lab.endpoint} is as new: its repository, buckets, pipelines and instances were made again.`,
  );
}
