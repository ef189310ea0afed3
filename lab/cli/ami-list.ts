import type { ImageRelease } from "../images/model.ts";
import { callPage } from "./call-lab.ts";
import { findLab, LAB_OPTIONS } from "./find-lab.ts";
import { parseCommandLine, UsageError } from "./options.ts";

/** `lab ami list`: the releases that were published, and the kinds that can be. */
export async function amiList(args: string[]): Promise<void> {
  const line = parseCommandLine(args, { values: LAB_OPTIONS });
  if (line.positional.length > 0) {
    throw new UsageError(`ami list takes no "${line.positional[0]}".`);
  }
  const lab = await findLab(line);
  const { kinds, releases } = await callPage<{
    kinds: Record<string, string>;
    releases: ImageRelease[];
  }>(lab.endpoint, "GET", "ami/releases");
  for (const { release, kubernetes } of releases) {
    const minors = Object.entries(kubernetes).map(
      ([minor, { packages }]) => `${minor} containerd ${packages.containerd}`,
    );
    console.log(`${release}  ${minors.join(", ")}`);
  }
  console.log("\nKinds for ami publish:");
  for (const [kind, what] of Object.entries(kinds)) console.log(`  ${kind.padEnd(18)}${what}`);
}
