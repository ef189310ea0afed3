import { canonicalJson, parseJson } from "./canonical-json";
import { normalisePrompt } from "./normalise";
import { readLastTurn, textsWithin } from "./read-converse";
import { promptOfInvoke } from "./read-invoke";
import type { KeyPart } from "./trace";

/**
 * Operations whose answers serve each other. Converse and ConverseStream are one: a streamed answer
 * serves an unstreamed question. The body of InvokeModel is a model's own, so its forms stay apart.
 */
export type OperationFamily = "converse" | "invoke" | "invoke-stream";

const FAMILIES = {
  Converse: "converse",
  ConverseStream: "converse",
  InvokeModel: "invoke",
  InvokeModelWithResponseStream: "invoke-stream",
} as const satisfies Record<string, OperationFamily>;

/** A request on the wire, as far as its answer depends on it. */
export interface KeyedCall {
  operation: keyof typeof FAMILIES;
  modelId: string;
  /** JSON in UTF-8; anything else has no key. */
  body: Uint8Array;
  contentType: string;
  accept: string;
  headers?: Record<string, string>;
}

export interface KeyedNamespace {
  name: string;
  generation: number;
  foldCase: boolean;
  /** A prompt of more goes past the cache, so it is spared what takes long: it counts as it came. */
  promptBytes?: number;
}

export interface KeyedRequest {
  family: OperationFamily;
  /** Canonical text of each part; two requests share an answer when all of them are equal. */
  parts: Record<KeyPart, string>;
  /** What the user said last, as it came. */
  prompt: string;
  /** Its normalised form; also what is embedded. */
  normalised: string;
  /** Never answered by a similar prompt: tools, pictures, several or long texts, or a model's own form. */
  exactOnly: boolean;
  /** All that a person may have written, to be searched for personal data. Made when asked for. */
  personTexts(): string[];
}

/**
 * Characters of a prompt that similar ones may answer. Of a longer one its vector tells what the text
 * is about (the document that was put before the question), and hardly what is asked at its end.
 */
export const LONGEST_MEANT = 2_000;

/** Written to the invocation log, not read by the model. */
const WITHOUT_EFFECT = new Set(["requestMetadata"]);

/**
 * The parts of a request that its answer depends on. Unknown fields count as parameters, so that a
 * field that comes next year separates answers too. Undefined: there is no prompt to look up, because
 * it is empty, or because the body is not such a request.
 */
export function keyPartsOf(call: KeyedCall, namespace: KeyedNamespace): KeyedRequest | undefined {
  try {
    const body = parseJson(new TextDecoder("utf-8", { fatal: true }).decode(call.body));
    if (typeof body !== "object" || body === null || Array.isArray(body)) return undefined;
    const family = FAMILIES[call.operation];
    const read = family === "converse" ? readConverse : readInvoke;
    return read(family, body as Record<string, unknown>, call, namespace);
  } catch {
    // Not UTF-8, not JSON, or nested beyond reading: the model says what it thinks of it.
    return undefined;
  }
}

function readConverse(
  family: OperationFamily,
  body: Record<string, unknown>,
  call: KeyedCall,
  namespace: KeyedNamespace,
): KeyedRequest | undefined {
  const { messages, system, toolConfig, ...rest } = body;
  const turn = readLastTurn(messages);
  if (!turn) return undefined;
  const normalised = turn.texts.map((text) => normalisedIn(namespace, text));
  if (turn.attachments === "" || turn.attachments === "[]")
    if (normalised.every((text) => text === "")) return undefined;
  const [only = ""] = normalised;
  return {
    family,
    parts: {
      ...commonParts(family, call, namespace),
      system: isEmpty(system) ? "" : canonicalJson(system),
      tools: isEmpty(toolConfig) ? "" : canonicalJson(toolConfig),
      parameters: parametersOf(rest, call.headers),
      conversation: turn.conversation,
      attachments: turn.attachments,
      prompt: normalised.length === 1 ? only : JSON.stringify(normalised),
    },
    prompt: turn.texts.join("\n\n"),
    normalised: normalised.join("\n\n"),
    exactOnly:
      turn.usesTools ||
      !isEmpty(toolConfig) ||
      turn.attachments !== "" ||
      only === "" ||
      only.length > LONGEST_MEANT,
    personTexts: () => textsWithin(messages),
  };
}

/** The whole body is a parameter: answers are shared between equal bodies only. */
function readInvoke(
  family: OperationFamily,
  body: Record<string, unknown>,
  call: KeyedCall,
  namespace: KeyedNamespace,
): KeyedRequest {
  const prompt = promptOfInvoke(body);
  const normalised = normalisedIn(namespace, prompt);
  return {
    family,
    parts: {
      ...commonParts(family, call, namespace),
      system: "",
      tools: "",
      parameters: parametersOf(
        { body, accept: mediaType(call.accept), contentType: mediaType(call.contentType) },
        call.headers,
      ),
      conversation: "",
      attachments: "",
      prompt: normalised,
    },
    prompt,
    normalised,
    exactOnly: true,
    personTexts: () => textsWithin(body),
  };
}

/** A character has one byte at least. */
const normalisedIn = (namespace: KeyedNamespace, text: string): string =>
  text.length > (namespace.promptBytes ?? Number.POSITIVE_INFINITY)
    ? text
    : normalisePrompt(text, namespace);

const commonParts = (family: OperationFamily, call: KeyedCall, namespace: KeyedNamespace) => ({
  namespace: namespace.name,
  generation: String(namespace.generation),
  operation: family,
  model: call.modelId,
});

function parametersOf(
  fields: Record<string, unknown>,
  headers: Record<string, string> | undefined,
): string {
  // As entries, so that a field `__proto__` stays a field.
  const parameters = Object.fromEntries(
    Object.entries(fields).filter(([name]) => !WITHOUT_EFFECT.has(name)),
  );
  const told = headers && !isEmpty(headers) ? canonicalJson(headers) : "";
  return `${isEmpty(parameters) ? "" : canonicalJson(parameters)}${told && `\n${told}`}`;
}

/** No preference and JSON are the same wish: every model answers in JSON unless asked otherwise. */
const mediaType = (type: string): string =>
  type === "" || type === "*/*" ? "application/json" : type.toLowerCase();

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === "object" && Object.keys(value).length === 0);
