import { expect } from "vitest";
import type { Target } from "@/lib/ami-updates/config";
import type { Ctx } from "@/server/platform/ctx";
import { verbTools } from "@/server/platform/verb-tools";
import "@/server/ami-updates/verb-tools";

export const amiVerb = (name: string) =>
  verbTools().find((one) => one.name === name) ?? expect.fail(`There is no ${name}.`);

// biome-ignore lint/suspicious/noExplicitAny: a verb gives plain JSON
const ask = async (name: string, ctx: Ctx, input: object): Promise<any> =>
  amiVerb(name).run({ ctx, input: amiVerb(name).input.parse(input) });

/** An open proposal is found among the open ones, and read with the numbered notes of its release. */
export async function expectReadable(
  { cluster, nodeClass }: Target,
  updateId: string,
  release: string,
  ctx: Ctx,
): Promise<void> {
  const { proposals } = await ask("ami_list_proposals", ctx, { cluster, nodeClass, open: true });
  expect(proposals).toMatchObject([{ updateId, to: release }]);
  const read = await ask("ami_read_proposal", ctx, { updateId, notes: release });
  expect(read.notes.lines[0]).toMatchObject({ line: 1 });
  // What does not fit into one call is read on.
  const notesFrom = read.notes.total;
  const rest = await ask("ami_read_proposal", ctx, { updateId, notes: release, notesFrom });
  expect(rest.notes.lines).toEqual([{ line: notesFrom, text: expect.any(String) }]);
  expect(read.analysis.risk).toBeGreaterThan(0);
}
