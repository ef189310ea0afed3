import { whereApplies } from "./applies";

/** `How do I reset my password?` has one answer for everybody. */
const HOW_TO =
  /\bhow (?:to|(?:do|can|could|would|might|should) (?:i|we|you|one|people))\b|\b(?:can|could|may) (?:i|we)\b|\bwhere (?:do|can|could) (?:i|we|you|one)\b|\b(?:ways?|steps?|possible) to\b/;

/** What people have that another one has otherwise. */
const OWN =
  "balances?|orders?|invoices?|bills?|statements?|appointments?|schedule|calendar|salary|payslips?|scores?|grades?|results?|tickets?|bookings?|reservations?|transactions?|payments?|deliver(?:y|ies)|packages?|parcels?|refunds?|claims?|inbox|messages?|emails?|name|age|address|location|birthday|usage|quota|history|portfolio|contract|permissions?|flights?|trains?";

/** `my` things asked for; generic where the prompt asks how something is done. */
const MINE = [
  `(?<!\\b(?:if|when|once|after|before|while|that) )\\b(?:my|our) (?:\\w+ ){0,2}(?:${OWN})\\b`,
  "\\b(?:show|check|find|track|see|view|read|list|get|tell|give|fetch|display) (?:me |us )?(?:my|our)\\b",
  "\\bhow (?:many|much)\\b.* (?:in|on) (?:my|our)\\b",
  "\\b(?:in|on|from|to) (?:my|our) (?:account|calendar|inbox|cart|basket|wallet|portfolio|schedule|profile|team|project)\\b",
  "\\b(?:given|considering|based on|according to|with) (?:my|our)\\b",
  // German, Spanish, French.
  "\\b(?:wo|wann|was|wie viele?|wie hoch) (?:ist|sind|kommt|wird) mein\\w*",
  "(?:^| )(?:dónde|cuándo|cuál|cuánto) (?:está|es|son|llega|llegará) mis? ",
  "(?:^| )(?:où|quand|quel\\w*|combien) (?:est|sont|arrive\\w*) (?:mon|ma|mes) ",
];
/** About the asker, however it is put. */
const MYSELF = [
  "\\b(?:what|when|where|which|who|whose|how (?:much|many|long|old|far|often))\\b.*\\b(?:is|are|was|were|do|does|did|will|would|has|have|had) (?:my|our)\\b",
  "^(?:is|are|was|were|has|have|had|did|will) (?:my|our)\\b",
  "\\b(?:am|was) i\\b(?! (?:supposed|allowed|required|expected|able)\\b)",
  "\\b(?:which|what|how many) of (?:my|our)\\b",
  "\\bdid i\\b",
  "\\b(?:did|have|had|are|were) we\\b",
  "\\bhave i\\b",
  "(?<!how )(?<!where )\\bdo i (?:have|owe|earn|qualify|own|get paid)\\b(?! to\\b)",
  "\\b(?:would|will) i (?:be|get|receive|qualify|earn|owe)\\b",
];
const mine = new RegExp(MINE.join("|"));
const myself = new RegExp(MYSELF.join("|"));
const WHY_MINE = new RegExp(
  `\\bwhy\\b.* (?:my|our) (?:\\w+ )?(?:${OWN}|build|pipeline|deployment|job|account|request|loan|card|case)\\b`,
);

/** About the person who asks: the next one has another balance. */
export const personal = whereApplies(
  "personal",
  "It is about the person who asks.",
  ({ content }, joined) =>
    myself.test(joined) ||
    (mine.test(joined) && !HOW_TO.test(joined)) ||
    // Why something of mine fails is answered in general only where it is told what is.
    (content.length < 4 && WHY_MINE.test(joined)),
);
