import "server-only";
import { amiSettings } from "@/server/platform/env";
import { assembleAmiUpdates } from "../assemble";
import type { AmiParts } from "../contracts";

/** What the verbs stand on in a function; made once, outside of the handler. @throws EnvError */
export const partsOfFunction = (options: { readOnly?: boolean } = {}): AmiParts =>
  assembleAmiUpdates(amiSettings(), options).parts;
