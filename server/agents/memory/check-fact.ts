import "server-only";
import { consoleRedactor } from "../redact";

export const FACT_LENGTH = 500;

/** What a person's data looks like: kept nowhere by an agent's wish. */
const PERSONAL: [what: string, form: RegExp, sure?: (found: string) => boolean][] = [
  ["an e-mail address", /[\w.+-]+@[\w-]+(\.[\w-]+)+/],
  ["a card number", /\b(?:\d[ -]?){13,19}\b/, luhn],
  ["an account number", /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}\b/],
  ["a social security number", /\b\d{3}-\d{2}-\d{4}\b/],
  ["a telephone number", /(?:\+|\b00)\d{1,3}[ -]?(?:\(?\d{1,4}\)?[ -]?){2,5}\d{2,}\b/],
];

/** What reads like an order to later sessions: a page that an agent read may have put it there. */
const ORDERS: RegExp[] = [
  /\b(ignore|disregard|forget|override)\b.{0,60}\b(instruction|rule|prompt|policy|polic|above|previous)/i,
  /\b(you (are|must|should|will|have to|may)|from now on|henceforth)\b/i,
  /\b(always|never|automatically)\s+(approve|merge|deploy|delete|run|execute|send|call|ask|roll|retry|skip)/i,
  /\b(pre-?approved|without (asking|approval|confirmation)|no approval)\b/i,
  /\b(system prompt|developer message|assistant:|system:|tool_use)\b/i,
];

/** One line without invisible characters, trimmed. */
export const plainFact = (text: string): string =>
  text.normalize("NFC").replace(/\p{C}/gu, " ").replace(/\s+/g, " ").trim();

/** Why a fact is not kept: one sentence for the model and the person. Undefined when it may be. */
export function badFact(fact: string): string | undefined {
  if (fact.length < 3) return "There is nothing to remember in that.";
  if (fact.length > FACT_LENGTH)
    return `A fact has ${FACT_LENGTH} characters at most: say the one thing that matters later.`;
  if (consoleRedactor().text(fact) !== fact)
    return "That looks like a secret: secrets are not remembered.";
  for (const [what, form, sure] of PERSONAL) {
    const found = form.exec(fact)?.[0];
    if (found && (sure?.(found) ?? true))
      return `That holds ${what}: people's data is not remembered.`;
  }
  if (ORDERS.some((form) => form.test(fact)))
    return "That reads like an order to later sessions: only facts about the person's work are remembered.";
  return undefined;
}

/** The check digit of card numbers. */
function luhn(found: string): boolean {
  const digits = found.replace(/\D/g, "").split("").reverse().map(Number);
  const sum = digits.reduce((all, digit, at) => {
    const counted = at % 2 === 1 ? digit * 2 : digit;
    return all + (counted > 9 ? counted - 9 : counted);
  }, 0);
  return digits.length >= 13 && sum % 10 === 0;
}
