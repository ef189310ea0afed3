import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isSampleVersion, SAMPLE_VERSIONS, sampleVersion } from "../sample-app/version.ts";
import { commitTree } from "./commit-tree.ts";
import { findLab, LAB_OPTIONS } from "./find-lab.ts";
import { parseCommandLine, UsageError } from "./options.ts";
import { executionIds, PIPELINE_BRANCHES, sayWhatNext } from "./what-next.ts";

/** `lab release <version>`: pushes that version of the sample application as a commit. */
export async function release(args: string[]): Promise<void> {
  const line = parseCommandLine(args, { values: [...LAB_OPTIONS, "pipeline", "message"] });
  const [version = "", ...more] = line.positional;
  if (!isSampleVersion(version) || more.length > 0) {
    const known = Object.keys(SAMPLE_VERSIONS).join(", ");
    const given = line.positional.length > 0 ? `, not "${line.positional.join(" ")}"` : "";
    throw new UsageError(`release takes one of the versions ${known}${given}.`);
  }
  const fallback = version === "v1.2" ? "lab-app-blue-green" : "lab-app";
  const pipeline = String(line.flags.pipeline ?? fallback);
  const branch = Object.hasOwn(PIPELINE_BRANCHES, pipeline)
    ? PIPELINE_BRANCHES[pipeline]
    : undefined;
  if (!branch) {
    const known = Object.keys(PIPELINE_BRANCHES).join(" and ");
    throw new UsageError(`There is no pipeline "${pipeline}" to release to; there are ${known}.`);
  }
  const lab = await findLab(line);
  const before = await executionIds(lab, pipeline);
  const message = String(line.flags.message ?? SAMPLE_VERSIONS[version]);
  const commit = await commitTree(lab, branch, message, async (folder) => {
    for (const [path, file] of await sampleVersion(version)) {
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, file.content, { mode: file.mode });
    }
  });
  const files = `${commit.changedFiles} changed file${commit.changedFiles === 1 ? "" : "s"}`;
  console.log(
    `Pushed ${version} as commit ${commit.id.slice(0, 8)} "${commit.subject}" to branch ${branch} (${files}).`,
  );
  await sayWhatNext(lab, branch, before);
}
