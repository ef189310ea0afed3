import { callGitHub, type PullInList, personOf } from "./call-github.ts";
import { findLab, LAB_OPTIONS } from "./find-lab.ts";
import { parseCommandLine } from "./options.ts";

/** `lab ami pulls [--all]`: the pull requests of the GitOps repository. */
export async function amiPulls(args: string[]): Promise<void> {
  const line = parseCommandLine(args, { values: LAB_OPTIONS, switches: ["all"] });
  const lab = await findLab(line);
  const path = `/pulls?per_page=100&state=${line.flags.all ? "all" : "open"}`;
  const pulls = await callGitHub<PullInList[]>(lab, personOf(line), "GET", path);
  if (pulls.length === 0) {
    console.log(
      line.flags.all ? "There are no pull requests." : "No pull request is open; --all lists all.",
    );
    return;
  }
  for (const { number, title, state, merged_at, html_url, head } of pulls) {
    console.log(`#${number} ${merged_at ? "merged" : state} ${title}`);
    console.log(`   ${head.ref} at ${head.sha.slice(0, 8)}, ${html_url}`);
  }
}
