import { callGitHub, PERSON_OPTIONS, personOf, pullNumber } from "./call-github.ts";
import { findLab, LAB_OPTIONS } from "./find-lab.ts";
import { parseCommandLine } from "./options.ts";

/** `lab ami merge <n>`: a person merges a pull request on GitHub. */
export async function amiMerge(args: string[]): Promise<void> {
  const line = parseCommandLine(args, { values: [...LAB_OPTIONS, ...PERSON_OPTIONS] });
  const number = pullNumber("merge", line);
  const login = personOf(line);
  const lab = await findLab(line);
  const path = `/pulls/${number}/merge`;
  const { sha } = await callGitHub<{ sha: string }>(lab, login, "PUT", path, {});
  console.log(`${login} merged pull request #${number} as ${sha.slice(0, 8)}.`);
}
