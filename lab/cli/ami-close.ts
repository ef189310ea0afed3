import { callGitHub, PERSON_OPTIONS, personOf, pullNumber } from "./call-github.ts";
import { findLab, LAB_OPTIONS } from "./find-lab.ts";
import { parseCommandLine } from "./options.ts";

/** `lab ami close <n>`: a person closes a pull request on GitHub without merging it. */
export async function amiClose(args: string[]): Promise<void> {
  const line = parseCommandLine(args, { values: [...LAB_OPTIONS, ...PERSON_OPTIONS] });
  const number = pullNumber("close", line);
  const login = personOf(line);
  const lab = await findLab(line);
  await callGitHub(lab, login, "PATCH", `/pulls/${number}`, { state: "closed" });
  console.log(`${login} closed pull request #${number}.`);
}
