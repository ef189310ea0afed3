import type { Guard } from "./guard";
import { onceFor, type Words } from "./words";

const PERSONAL =
  /\b(?:what|when|where|how much|how many|which|why) (?:is|are|was|were|do|does|did|will|has|have) (?:my|our)\b|\b(?:show|check|find|track|see|view|read|list|get|tell) (?:me )?(?:my|our)\b|\bmy (?:own |current |last |next )?(?:balance|orders?|invoices?|bill|bills|statement|appointments?|schedule|calendar|salary|payslip|score|grades?|results?|tickets?|bookings?|reservations?|transactions?|payments?|deliver(?:y|ies)|packages?|refund|claims?|inbox|messages?|emails?|name|age|address|location|birthday)\b|\b(?:am|did|do|have|will|was|can) i (?:have|owe|pay|paid|qualify|eligible|approved|been|get|got|earn)\b/;
const NOW =
  /\b(?:today|tonight|yesterday|tomorrow|now|nowadays|currently|latest|recent|recently|upcoming|at the moment|right now|so far)\b|\b(?:this|next|last|past) (?:week|weekend|month|quarter|year|night|morning|afternoon|evening|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b|\bcurrent (?!account|accounts|assets?|liabilit)\w+|\bnews\b|\bweather\b|\b(?:what|which) (?:time|day|date) is it\b/;
const ACTION =
  /^(?:please |kindly |can you |could you |would you |i want (?:you )?to |i would like (?:you )?to )*(?:book|order|buy|send|mail|email|text|call|pay|transfer|wire|cancel|schedule|reschedule|remind|delete|remove|update|change|reset|restart|deploy|approve|reject|submit|post|publish|subscribe|unsubscribe|renew|refund|file|open|close|turn|set|add|start|stop|run|execute|launch|terminate) (?:me|my|our|him|her|them|it|\$|€|£|\d|to \w+ that|an? (?:e-?mail|message|sms|text|alarm|reminder|meeting|appointment|ticket|payment|order|refund)|the (?:order|payment|meeting|appointment|ticket|subscription|booking|reservation|invoice|server|service|pipeline|deployment|instance))\b/;

function single(name: "personal" | "time" | "action", pattern: RegExp, why: string): Guard {
  const applies = onceFor(
    ({ all, text }: Words) => pattern.test(all.join(" ")) || pattern.test(text.toLowerCase()),
  );
  return {
    name,
    differs: (asked, stored) => (applies(asked) || applies(stored) ? why : undefined),
  };
}

/** About the person who asks: the next one has another balance. */
export const personal = single("personal", PERSONAL, "It is about the person who asks.");
/** About now: the answer of an hour ago may be wrong. */
export const time = single("time", NOW, "It is about the present moment.");
/** Asks to do something: an answer from the cache would only say that it was done. */
export const action = single("action", ACTION, "It asks to do something, not to know something.");
