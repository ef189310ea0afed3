import { z } from "zod";
import { NamespaceName, type NamespaceSettings } from "./namespace";

/**
 * `bearer` opens `POST /api/prompts`, and the Bedrock-compatible endpoint for SDKs that are given
 * `AWS_BEARER_TOKEN_BEDROCK`; `signing` is an access key for the Bedrock-compatible endpoint.
 */
export const KEY_KINDS = ["bearer", "signing"] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

export const IssueKeyInput = z.object({
  name: z.string().trim().min(1).max(80),
  kind: z.enum(KEY_KINDS),
  /** The key's requests land in the first; the others may be named by `x-switchyard-namespace`. */
  namespaces: z.array(NamespaceName).min(1).max(50),
  /** Requests per minute, all console processes together. */
  ratePerMinute: z.number().int().min(1).max(1_000_000).default(600),
});
export type IssueKeyInput = z.infer<typeof IssueKeyInput>;

export const RevokeKeyInput = z.object({ id: z.uuid() });
export type RevokeKeyInput = z.infer<typeof RevokeKeyInput>;

/** Shown once, right after issuing. */
export type IssuedKey =
  | { kind: "bearer"; id: string; token: string }
  | { kind: "signing"; id: string; accessKeyId: string; secretAccessKey: string };

export interface KeyRow {
  id: string;
  name: string;
  kind: KeyKind;
  /** What a person recognises the key by: the access key id, or the token's first characters. */
  hint: string;
  namespaces: string[];
  ratePerMinute: number;
  createdAt: string;
  createdBy: string;
  lastUsedAt?: string;
  revokedAt?: string;
}

export interface NamespaceRow {
  name: string;
  generation: number;
  settings: NamespaceSettings;
  updatedAt: string;
  updatedBy: string;
  /** Stored answers now. */
  entries: number;
}
