import { expect } from "vitest";
import type { Ctx } from "@/server/platform/ctx";
import { verbTools } from "@/server/platform/verb-tools";
import { reconcileThreshold } from "@/server/prompt-cache/reconcilers";
import "@/server/prompt-cache/verb-tools";

const verb = (name: string) =>
  verbTools().find((one) => one.name === name) ?? expect.fail(`There is no ${name}.`);
// biome-ignore lint/suspicious/noExplicitAny: a verb gives plain JSON
const ask = async (name: string, ctx: Ctx, input: object): Promise<any> =>
  verb(name).run({ ctx, input: verb(name).input.parse(input) });

/** A namespace in which a miss is recorded, read, tuned and tidied by an agent in the name of an admin. */
export async function expectTunedByAgent(namespace: string, ctx: Ctx): Promise<void> {
  const rates = await ask("cache_read_rates", ctx, { range: "1h", namespace });
  expect(rates.now.requests).toBeGreaterThan(0);
  expect(rates.namespaces).toContain(namespace);
  const { misses } = await ask("cache_list_misses", ctx, { namespace });
  expect(misses[0]).toMatchObject({ namespace, why: expect.stringMatching(/\.$/) });
  const tried = await ask("cache_what_if", ctx, { namespace, threshold: 0.9 });
  expect(tried.told).toMatch(/^At 0\.90, /);

  const input = { namespace, threshold: 0.9, reason: "the pairs in between are right" };
  const preview = await verb("cache_set_threshold").preview?.({ ctx, input });
  expect(preview?.rows?.[0]).toEqual({ label: "Threshold", before: "0.95", after: "0.90" });
  const at = new Date();
  await verb("cache_set_threshold").run({ ctx, input });
  const { semantic, changedBy, entries } = await ask("cache_read_namespace", ctx, { namespace });
  expect([semantic.threshold, changedBy]).toEqual([0.9, ctx.person.email]);
  const intent = { entryId: "e", action: "prompt.set-threshold", target: namespace, why: null };
  const open = { ...intent, input, person: ctx.person, at };
  expect(await reconcileThreshold(open)).toBe("applied");
  expect(await reconcileThreshold({ ...open, at: new Date(at.getTime() + 60_000) })).toBe(
    "refused",
  );

  const [entry] = entries;
  const evict = { namespace, entryId: entry.entryId };
  expect((await verb("cache_evict").preview?.({ ctx, input: evict }))?.sentence).toContain(
    entry.prompt,
  );
  await verb("cache_evict").run({ ctx, input: evict });
  await expect(verb("cache_evict").preview?.({ ctx, input: evict })).rejects.toMatchObject({
    code: "not_found",
  });
}
