"use server";
import { defineAction } from "@/server/platform/define-action";
import {
  askPlaygroundDefinition,
  deleteNamespaceDefinition,
  evictEntryDefinition,
  invalidateDefinition,
  issueKeyDefinition,
  labelPairDefinition,
  revokeKeyDefinition,
  saveNamespaceDefinition,
  warmUpDefinition,
} from "./action-definitions";

export const issueKeyAction = defineAction(issueKeyDefinition);
export const revokeKeyAction = defineAction(revokeKeyDefinition);
export const saveNamespaceAction = defineAction(saveNamespaceDefinition);
export const deleteNamespaceAction = defineAction(deleteNamespaceDefinition);
export const invalidateAction = defineAction(invalidateDefinition);
export const evictEntryAction = defineAction(evictEntryDefinition);
export const labelPairAction = defineAction(labelPairDefinition);
export const askPlaygroundAction = defineAction(askPlaygroundDefinition);
export const warmUpAction = defineAction(warmUpDefinition);
