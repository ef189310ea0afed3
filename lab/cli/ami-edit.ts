import {
  callGitHub,
  PERSON_OPTIONS,
  type PullInList,
  personOf,
  pullNumber,
} from "./call-github.ts";
import { findLab, LAB_OPTIONS } from "./find-lab.ts";
import { parseCommandLine, UsageError } from "./options.ts";

/** `lab ami edit <n>`: a person commits on the branch of a pull request, by hand. */
export async function amiEdit(args: string[]): Promise<void> {
  const line = parseCommandLine(args, { values: [...LAB_OPTIONS, ...PERSON_OPTIONS] });
  const number = pullNumber("edit", line);
  const login = personOf(line);
  const lab = await findLab(line);
  const { head } = await callGitHub<PullInList>(lab, login, "GET", `/pulls/${number}`);
  const files = await callGitHub<{ filename: string }[]>(
    lab,
    login,
    "GET",
    `/pulls/${number}/files`,
  );
  const path = files[0]?.filename;
  if (!path) throw new UsageError(`Pull request #${number} changes no file that could be edited.`);
  const at = `/contents/${path.split("/").map(encodeURIComponent).join("/")}`;
  const ref = `?ref=${encodeURIComponent(head.ref)}`;
  const file = await callGitHub<{ content: string; sha: string }>(lab, login, "GET", at + ref);
  const text = Buffer.from(file.content, "base64").toString("utf8");
  const note = `# Edited by ${login} at ${new Date().toISOString()}\n`;
  const { commit } = await callGitHub<{ commit: { sha: string } }>(lab, login, "PUT", at, {
    branch: head.ref,
    sha: file.sha,
    message: `Note something in ${path.split("/").at(-1)}`,
    content: Buffer.from(text.replace(/\n?$/, "\n") + note).toString("base64"),
  });
  console.log(`${login} added a comment to ${path} as ${commit.sha.slice(0, 8)} on ${head.ref}.`);
}
