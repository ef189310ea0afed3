import { endInside } from "../processes/inside.ts";
import { endWithEnvironment, RUN_MARK } from "../processes/marked.ts";

/** Ends what a part of the tests left running, and tells what it was. */
export async function endLeftovers(folder: string): Promise<string[]> {
  return [...(await endWithEnvironment(RUN_MARK, folder)), ...(await endInside(folder))];
}
