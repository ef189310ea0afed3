import "server-only";
import type { KeyedRequest } from "@/lib/prompt-cache/key-parts";
import type { NamespaceSettings } from "@/lib/prompt-cache/namespace";
import type { PromptRequest } from "./contracts";
import type { RequestDigests } from "./key-digests";

/** Bodies of late hits per settings; each is held a few times over. */
const REMEMBERED = 512;
const LONGEST = 4_096;

/** How a request was read. */
export interface Reading {
  keyed: KeyedRequest;
  digests: RequestDigests;
}

interface Remembered extends Reading {
  request: PromptRequest;
}

const bySettings = new WeakMap<NamespaceSettings, Map<string, Remembered>>();

/**
 * A body that came before byte for byte, under the same settings, has the same key: what is asked
 * all the time is not parsed, normalised and searched for personal data each time. This is the
 * reading of a request only; whether there is an answer is still asked of Redis.
 */
export function recall(request: PromptRequest): Reading | undefined {
  if (!isShort(request)) return undefined;
  const known = bySettings.get(request.namespace.settings)?.get(bodyOf(request));
  return known && isAlike(known.request, request) ? known : undefined;
}

/** Remembers how a request was read; called for hits, so that what is asked once pushes nothing out. */
export function remember(request: PromptRequest, { keyed, digests }: Reading): void {
  if (!isShort(request)) return;
  const { settings } = request.namespace;
  const known = bySettings.get(settings) ?? new Map<string, Remembered>();
  bySettings.set(settings, known);
  if (known.size >= REMEMBERED) known.clear();
  // The signal of a call must not live as long as its text.
  const call = { ...request.call, signal: undefined };
  known.set(bodyOf(request), { keyed, digests, request: { ...request, call } });
}

function isShort({ call, bypass }: PromptRequest): boolean {
  if (bypass || call.body.length > LONGEST) return false;
  // Headers count too, and are rare.
  for (const _ in call.headers) return false;
  return true;
}

/** Latin-1 keeps every byte apart. */
function bodyOf({ call: { body } }: PromptRequest): string {
  return Buffer.from(body.buffer, body.byteOffset, body.length).toString("latin1");
}

function isAlike(one: PromptRequest, two: PromptRequest): boolean {
  const [a, b] = [one.call, two.call];
  return (
    one.namespace.name === two.namespace.name &&
    one.namespace.generation === two.namespace.generation &&
    a.operation === b.operation &&
    a.modelId === b.modelId &&
    a.accept === b.accept &&
    a.contentType === b.contentType
  );
}
