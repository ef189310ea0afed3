import { stem } from "../embedding/stem.ts";
import { tokens } from "../embedding/tokens.ts";

/** Too common to tell one tool from another. */
const STOP = new Set(
  "a an and any are as at be been by can could did do does for from had has have how i if in into is it its me my of on or our please so than that the their them then there these they this to up us was we were what when where which who why will with would you your all also one more most some such only not no yes newest last latest give show tell let"
    .split(" ")
    .map(stem),
);

/** The stems of a text that mean something; `release_list_deployments` and `listDeployments` are split. */
export function stems(text: string): Set<string> {
  const plain = text.replace(/[_@/]/g, " ").replace(/(?<=[a-z])(?=[A-Z])/g, " ");
  return new Set(
    tokens(plain)
      .map(stem)
      .filter((word) => word.length > 1 && !STOP.has(word)),
  );
}

export const overlap = (a: Set<string>, b: Set<string>): number =>
  [...a].filter((word) => b.has(word)).length;

/** The parts of a tool's name: `release_retry_stage` → release, retry, stage. */
export const partsOf = (name: string): string[] =>
  name
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_")
    .toLowerCase()
    .split(/[_-]+/);

/** Lower case letters and digits only: `pipelineName` and `pipeline-name` are the same. */
export const bare = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");
