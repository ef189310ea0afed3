import "server-only";
import { EvictEntryInput, type Invalidated, InvalidateInput } from "@/lib/prompt-cache/entry";
import { type IssuedKey, IssueKeyInput, RevokeKeyInput } from "@/lib/prompt-cache/key";
import { DeleteNamespaceInput, SaveNamespaceInput } from "@/lib/prompt-cache/namespace";
import { type Asked, AskInput } from "@/lib/prompt-cache/playground";
import { LabelInput } from "@/lib/prompt-cache/tuning";
import { WarmUpInput, type WarmUpProgress } from "@/lib/prompt-cache/warm-up";
import type { ActionDefinition } from "@/server/platform/define-action";
import { askPlayground } from "./ask-playground";
import { evictEntry } from "./entries/evict-entry";
import { invalidate } from "./entries/invalidate";
import { issueKey } from "./keys/issue-key";
import { revokeKey } from "./keys/revoke-key";
import { labelPair } from "./labels/label-pair";
import { deleteNamespace } from "./namespaces/delete-namespace";
import { saveNamespace } from "./namespaces/save-namespace";
import { warmUp } from "./warm-up/warm-up";

type Told = { message: string };

export const issueKeyDefinition: ActionDefinition<typeof IssueKeyInput, IssuedKey> = {
  name: "prompt.issue-key",
  permission: "prompt.manage",
  input: IssueKeyInput,
  // The ledger keeps what was asked for; the key itself is only in the answer.
  target: (input) => input.name,
  run: issueKey,
};

export const revokeKeyDefinition: ActionDefinition<typeof RevokeKeyInput, Told> = {
  name: "prompt.revoke-key",
  permission: "prompt.manage",
  input: RevokeKeyInput,
  target: (input) => input.id,
  run: revokeKey,
};

export const saveNamespaceDefinition: ActionDefinition<
  typeof SaveNamespaceInput,
  Told & { generation: number }
> = {
  name: "prompt.save-namespace",
  permission: "prompt.manage",
  input: SaveNamespaceInput,
  target: (input) => input.name,
  run: saveNamespace,
};

export const deleteNamespaceDefinition: ActionDefinition<typeof DeleteNamespaceInput, Told> = {
  name: "prompt.delete-namespace",
  permission: "prompt.manage",
  input: DeleteNamespaceInput,
  target: (input) => input.name,
  run: deleteNamespace,
};

export const invalidateDefinition: ActionDefinition<typeof InvalidateInput, Invalidated> = {
  name: "prompt.invalidate",
  permission: "prompt.manage",
  input: InvalidateInput,
  target: (input) => input.namespace,
  run: invalidate,
};

export const evictEntryDefinition: ActionDefinition<typeof EvictEntryInput, Told> = {
  name: "prompt.evict",
  permission: "prompt.use",
  input: EvictEntryInput,
  target: (input) => `${input.namespace}/${input.entryId}`,
  run: evictEntry,
};

export const labelPairDefinition: ActionDefinition<typeof LabelInput, Told> = {
  name: "prompt.label",
  permission: "prompt.use",
  input: LabelInput,
  target: (input) => `${input.namespace}/${input.pairId}`,
  run: labelPair,
};

export const askPlaygroundDefinition: ActionDefinition<typeof AskInput, Asked> = {
  name: "prompt.ask",
  permission: "prompt.use",
  input: AskInput,
  target: (input) => input.namespace,
  // The ledger is for ever: it keeps that somebody asked, not what.
  record: ({ namespace, modelId, bypass, prompt }) => ({
    namespace,
    ...(modelId && { modelId }),
    bypass,
    characters: prompt.length,
  }),
  run: askPlayground,
};

export const warmUpDefinition: ActionDefinition<typeof WarmUpInput, WarmUpProgress> = {
  name: "prompt.warm-up",
  permission: "prompt.manage",
  input: WarmUpInput,
  target: (input) => input.namespace,
  record: ({ namespace, lines }) => ({
    namespace,
    lines: lines.split("\n").filter((line) => line.trim()).length,
  }),
  run: warmUp,
};
