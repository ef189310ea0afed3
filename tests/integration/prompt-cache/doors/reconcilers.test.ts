import { afterAll, beforeAll, expect, test } from "vitest";
import { NamespaceSettings } from "@/lib/prompt-cache/namespace";
import type { OpenIntent, Reconciler } from "@/server/platform/reconcile";
import { issueKey } from "@/server/prompt-cache/keys/issue-key";
import { revokeKey } from "@/server/prompt-cache/keys/revoke-key";
import { deleteNamespace } from "@/server/prompt-cache/namespaces/delete-namespace";
import { saveNamespace } from "@/server/prompt-cache/namespaces/save-namespace";
import * as reconcilers from "@/server/prompt-cache/reconcilers";
import {
  aCtx,
  type PromptCacheServers,
  startPromptCacheServers,
} from "../../../fixtures/prompt-cache-servers";

let servers: PromptCacheServers;
const ctx = aCtx();
const settings = NamespaceSettings.parse({});

beforeAll(async () => {
  servers = await startPromptCacheServers();
  await saveNamespace({ ctx, input: { name: "support", settings } });
});
afterAll(() => servers?.close());

/** An intent of now, or of before, by who acts here or by somebody else. */
const intent = (
  input: unknown,
  over: { secondsAgo?: number; email?: string } = {},
): OpenIntent => ({
  entryId: "entry",
  action: "prompt.x",
  target: null,
  why: null,
  input,
  person: { id: "p", name: "Alma", email: over.email ?? ctx.person.email },
  at: new Date(Date.now() - (over.secondsAgo ?? 0) * 1_000),
});

/** What is said before the effect, after it, of somebody else, and of an intent long before. */
async function verdicts(reconcile: Reconciler, input: unknown, effect: () => Promise<unknown>) {
  const before = await reconcile(intent(input));
  await effect();
  return [
    before,
    await reconcile(intent(input)),
    await reconcile(intent(input, { email: "other@example.org" })),
    await reconcile(intent(input, { secondsAgo: 3_600 })),
  ];
}

test("what became of a lost action is read from the database", async () => {
  const key = { name: "app", kind: "bearer" as const, namespaces: ["support"], ratePerMinute: 60 };
  let id = "";
  expect(
    await verdicts(reconcilers.reconcileIssue, key, async () => {
      id = (await issueKey({ ctx, input: key })).id;
    }),
  ).toEqual(["refused", "applied", "refused", "refused"]);
  expect(
    await verdicts(reconcilers.reconcileRevoke, { id }, () => revokeKey({ ctx, input: { id } })),
  ).toEqual(["refused", "applied", "refused", "refused"]);
  // Somebody else's later change may hide that of the intent: then nobody can tell.
  const fresh = { name: "sales", settings };
  expect(
    await verdicts(reconcilers.reconcileSave, fresh, () => saveNamespace({ ctx, input: fresh })),
  ).toEqual(["refused", "applied", "unknown", "unknown"]);
  expect(
    await verdicts(reconcilers.reconcileDelete, { name: "sales" }, () =>
      deleteNamespace({ ctx, input: { name: "sales" } }),
    ),
  ).toEqual(["refused", "applied", "refused", "refused"]);
});
