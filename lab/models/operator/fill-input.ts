import { type Fact, factsOf, isFailed, meant, names, timeOf } from "./facts.ts";
import type { OfferedTool, Schema, Told } from "./model.ts";
import { bare } from "./words.ts";

export interface Filled {
  input: Record<string, unknown>;
  /** Required arguments that nothing in the conversation gives. */
  missing: string[];
}

type Scalar = string | number | boolean;
/** Words that stand before or after a thing's kind and are no name of one. */
const NO_NAME =
  /^(the|a|an|this|that|these|those|my|our|your|its|each|every|any|of|in|for|to|and|or|is|was|did|failed|failing|newest|latest|last|current|which|what|whose|one|it|with|by|on|at|from|as|has|have|had|does|why|again|now|please)$/i;
const DEPLOYMENT = /\bd-[A-Z0-9]{9}\b/;
const UUID = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/i;

/**
 * Fills a tool's arguments from its schema: from what the person said, then from what earlier answers
 * hold under the same name, things that belong together first. Optional ones only where they are said.
 */
export function fillInput(tool: OfferedTool, told: Told): Filled {
  const input: Record<string, unknown> = {};
  const missing: string[] = [];
  const facts = factsOf(told.calls);
  const chosen: Fact[] = [];
  const required = new Set(tool.schema.required ?? []);
  const properties = Object.entries(tool.schema.properties ?? {});
  // What must be there decides which thing is meant; the rest follows it.
  for (const [name, given] of properties.sort(
    (a, b) => +required.has(b[0]) - +required.has(a[0]),
  )) {
    const schema = given.anyOf?.[0] ?? given.oneOf?.[0] ?? given;
    const said = saidValue(name, schema, told.question);
    // Why something is done is the person's to say, and stands in no result.
    const fact =
      said === undefined && !OWN_WORDS.test(name)
        ? bestFact(name, schema, facts, chosen, told)
        : undefined;
    if (said !== undefined) input[name] = said;
    else if (fact && (required.has(name) || belongs(fact, chosen))) {
      chosen.push(fact);
      input[name] = cast(fact.value, schema);
    } else if (required.has(name)) {
      const usual = usualValue(name, schema, told);
      if (usual === undefined) missing.push(name);
      else input[name] = usual;
    }
  }
  return { input, missing };
}

/** What the person's own words give for an argument. */
function saidValue(name: string, schema: Schema, question: string): unknown {
  if (schema.const !== undefined) return schema.const;
  const word = kindOf(name);
  if (schema.enum) {
    return schema.enum.find(
      (one) =>
        typeof one === "string" && names(question.replace(/_/g, " "), one.replace(/_/g, " ")),
    );
  }
  if (isNumber(schema)) {
    const number =
      new RegExp(`${word}\\w*\\D{0,60}?(-?\\d+(?:\\.\\d+)?)`, "i").exec(question)?.[1] ??
      new RegExp(`(-?\\d+(?:\\.\\d+)?)\\s+${word}`, "i").exec(question)?.[1];
    return number === undefined ? undefined : Number(number);
  }
  if (schema.type && schema.type !== "string") return undefined;
  if (/deployment/i.test(name)) return DEPLOYMENT.exec(question)?.[0];
  if (/execution/i.test(name)) return UUID.exec(question)?.[0];
  if (/^(url|uri|address)$/i.test(name)) return /https?:\/\/[^\s<>"'`)]+/.exec(question)?.[0];
  if (/^(query|search|q|filter|needle)$/i.test(name)) return quoted(question);
  if (word.length < 3) return undefined;
  const form = "[`'\"“]?([A-Za-z0-9][\\w.:/-]*[A-Za-z0-9]|\\d+)[`'\"”]?";
  const after = new RegExp(`\\b${word}\\s+(?:(?:called|named|number|#)\\s*)?${form}`, "i").exec(
    question,
  );
  const before = new RegExp(`${form}(?:'s)?\\s+${word}\\b`, "i").exec(question);
  return [after?.[1], before?.[1]].find((one) => one && !NO_NAME.test(one) && looksLikeName(one));
}

/** `lab-app`, `v1.1`, `Deploy`, `42`; no plain word of a sentence. */
const looksLikeName = (text: string): boolean => /[-._\d]|^[A-Z]/.test(text);

const quoted = (text: string): string | undefined => /[`"“']([^`"”']{2,})[`"”']/.exec(text)?.[1];

/** `pipelineName`, `pipeline_id` → `pipeline`. */
function kindOf(name: string): string {
  const plain = name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toLowerCase();
  const kind = plain.replace(/_?(name|ids?|arn|number|key)$/, "").split("_");
  return kind.at(-1) ?? "";
}

function bestFact(
  name: string,
  schema: Schema,
  facts: Fact[],
  chosen: Fact[],
  told: Told,
): Fact | undefined {
  let best: { fact: Fact; score: number } | undefined;
  for (const fact of facts) {
    const fits = fitOf(name, fact);
    if (fits === 0 || !isOf(schema, fact.value)) continue;
    const [record] = fact.records;
    // What is returned to has to be one that went well.
    if (RETURNS_TO.test(name) && !wentWell(record)) continue;
    const score =
      fits * 100 +
      (belongs(fact, chosen) ? 60 : 0) +
      (typeof fact.value === "string" && names(told.question, fact.value) ? 80 : 0) +
      Math.min(40, meant(record ?? {}, told) * 10) +
      (isFailed(record) ? 30 : 0) +
      Math.min(20, Math.max(0, fact.call)) +
      timeOf(record) / 1e13;
    if (!best || score > best.score) best = { fact, score };
  }
  return best?.fact;
}

const RETURNS_TO = /^(target|previous|good|to)(?=[A-Z_])/;
const wentWell = (record: Record<string, unknown> | undefined): boolean =>
  Object.values(record ?? {}).some((value) => value === "Succeeded");

/** How well a fact's name fits an argument's: the same, the same kind, or the name or id of that kind of thing. */
function fitOf(name: string, { key, path }: Fact): number {
  const [wanted, had] = [bare(name), bare(key)];
  if (wanted === had) return 3;
  const kind = kindOf(name);
  if (kind.length < 3) return 0;
  if (kindOf(key) === kind && had !== `${kind}s`) return 2;
  const around = path.slice(0, -1).map((part) => bare(part).replace(/s$/, ""));
  if (/^(name|id|number)$/i.test(key) && around.at(-1)?.endsWith(kind)) return 2;
  return 0;
}

/** In the same object as one that was chosen, or in one around it. */
const belongs = (fact: Fact, chosen: Fact[]): boolean =>
  chosen.some((one) => {
    const [inner] = one.records;
    const [own] = fact.records;
    return own !== undefined && (one.records.includes(own) || fact.records.includes(inner ?? {}));
  });

function isOf(schema: Schema, value: Scalar): boolean {
  if (schema.enum) return schema.enum.includes(value);
  if (isNumber(schema)) return typeof value === "number" || /^-?\d+(\.\d+)?$/.test(String(value));
  if (schema.type === "boolean") return typeof value === "boolean";
  return schema.type === undefined || schema.type === "string";
}

const isNumber = ({ type }: Schema): boolean => type === "number" || type === "integer";

const cast = (value: Scalar, schema: Schema): Scalar =>
  isNumber(schema) ? Number(value) : schema.type === "string" ? String(value) : value;

const OWN_WORDS = /^(reason|comment|note|why|message|text|title|query|question|prompt|content)$/i;

/** What a required argument gets when nothing says it: its default, or the person's own words where text is wanted. */
function usualValue(name: string, schema: Schema, { question }: Told): unknown {
  if (schema.default !== undefined) return schema.default;
  if (OWN_WORDS.test(name)) {
    return quoted(question) ?? question.trim().slice(0, 400);
  }
  if (schema.enum) return schema.enum[0];
  if (schema.type === "boolean") return false;
  if (schema.type === "array") return [];
  return undefined;
}
