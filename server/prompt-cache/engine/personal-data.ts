import "server-only";
import { RE2JS } from "re2js";
import type { NamespaceSettings } from "@/lib/prompt-cache/namespace";

type Settings = NamespaceSettings["personalData"];

const EMAIL = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;
/** International or grouped numbers; bare rows of digits are ids more often than phones. */
const PHONE =
  /(?<![\d\p{L}.-])(?:\+\d[\d ().\-/]{6,20}\d|\(\d{2,5}\)[ ]?\d[\d \-/]{3,14}\d|0\d{1,4}[ \-/]\d[\d \-/]{3,12}\d|(?:1[-. ])?\d{3}[-. ]\d{3}[-. ]\d{4})(?![\d\p{L}])/gu;
/** Any row of digits that is called a phone's. */
const CALLED_PHONE =
  /\b(?:phone|tel|telephone|mobile|cell|whatsapp|sms|fax|telefon|handy|téléphone|teléfono)\b[^\d\n]{0,20}(\+?\d[\d ().\-/]{5,18}\d)/giu;
const CARD = /(?<![\d])\d(?:[ -]?\d){12,18}(?![\d])/g;

/**
 * Why a regular expression cannot be a pattern of personal data; undefined when it can. Patterns run
 * on RE2, whose time grows with the text and never explodes: look-around and back references are not in it.
 */
export function patternProblem(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch {
    return `The pattern ${pattern} is not a regular expression without look-around and back references.`;
  }
}

const compiled = new Map<string, RE2JS | undefined>();

/** Undefined for a pattern that RE2 does not take; remembered, because compiling costs more than running. */
function compile(pattern: string): RE2JS | undefined {
  if (!compiled.has(pattern)) {
    if (compiled.size >= 1_000) compiled.clear();
    let made: RE2JS | undefined;
    try {
      made = RE2JS.compile(pattern);
    } catch {}
    compiled.set(pattern, made);
  }
  return compiled.get(pattern);
}

/** Whether a text holds what must not be stored. A pattern that cannot be read lets nothing be stored. */
export function holdsPersonalData(text: string, settings: Settings): boolean {
  if (settings.email && text.includes("@") && matches(EMAIL, text)) return true;
  if ((settings.phone || settings.card) && /\d/.test(text)) {
    if (settings.phone && phones(text).length > 0) return true;
    if (settings.card && cards(text).length > 0) return true;
  }
  return settings.patterns.some((pattern) => compile(pattern)?.matcher(text).find() ?? true);
}

/** The text with what must not be stored replaced by its kind. */
export function redactPersonalData(text: string, settings: Settings): string {
  let redacted = text;
  if (settings.email) redacted = redacted.replace(EMAIL, "[e-mail]");
  if (settings.card)
    for (const card of cards(redacted)) redacted = redacted.replaceAll(card, "[card]");
  if (settings.phone)
    for (const phone of phones(redacted)) redacted = redacted.replaceAll(phone, "[phone]");
  for (const pattern of settings.patterns) {
    const expression = compile(pattern);
    if (!expression) return "[not kept]";
    redacted = expression.matcher(redacted).replaceAll("[private]");
  }
  return redacted;
}

const matches = (expression: RegExp, text: string): boolean => {
  expression.lastIndex = 0;
  return expression.test(text);
};

const phones = (text: string): string[] =>
  [
    ...(text.match(PHONE) ?? []),
    ...Array.from(text.matchAll(CALLED_PHONE), ([, number = ""]) => number),
  ].filter((found) => {
    const digits = found.replace(/\D/g, "").length;
    return digits >= 7 && digits <= 15;
  });

const cards = (text: string): string[] =>
  (text.match(CARD) ?? []).filter((found) => isCard(found.replace(/\D/g, "")));

/** Luhn's check digit, and not one digit over and over. */
function isCard(digits: string): boolean {
  if (/^(\d)\1*$/.test(digits)) return false;
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
