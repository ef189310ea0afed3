import "server-only";
import { type KeyedRequest, keyPartsOf } from "@/lib/prompt-cache/key-parts";
import type { BypassReason } from "@/lib/prompt-cache/outcome";
import type { PromptRequest } from "./contracts";
import { holdsPersonalData } from "./personal-data";

export interface Admission {
  /** Undefined when the request was not looked into. */
  keyed?: KeyedRequest;
  /** Why the request goes past the cache; undefined: it may be looked up and kept. */
  bypass?: BypassReason;
}

/** Decides whether a request may be looked up at all. Nothing is asked of anybody. */
export function admit(request: PromptRequest, requestBytes: number): Admission {
  const { call, namespace } = request;
  const { settings } = namespace;
  if (call.body.length > requestBytes) return { bypass: "too_large" };
  const keyed = keyPartsOf(call, {
    name: namespace.name,
    generation: namespace.generation,
    foldCase: settings.foldCase,
    promptBytes: settings.limits.promptBytes,
  });
  if (request.bypass) return { keyed, bypass: "asked" };
  if (!settings.enabled) return { keyed, bypass: "namespace_off" };
  if (!keyed) return { bypass: "no_prompt" };
  if (Buffer.byteLength(keyed.prompt) > settings.limits.promptBytes)
    return { keyed, bypass: "too_large" };
  if (keyed.personTexts().some((text) => holdsPersonalData(text, settings.personalData)))
    return { keyed, bypass: "personal_data" };
  return { keyed };
}
