import { whereApplies } from "./applies";

const POLITE =
  "^(?:(?:please|kindly|now|hey|hi|hello|ok|okay|just|go ahead and|can you|could you|would you|will you|i need (?:you )?to|i want (?:you )?to|i would like (?:you )?to|i d like (?:you )?to) )*";

/** Imperatives that change something outside the conversation. */
const DOING =
  "book|reserve|order|buy|purchase|sell|send|mail|email|text|call|phone|message|notify|invite|ping|pay|transfer|wire|withdraw|deposit|refund|cancel|schedule|reschedule|postpone|remind|wake|delete|remove|erase|archive|update|upgrade|downgrade|change|rename|move|reset|restart|reboot|restore|deploy|roll back|rollback|release|promote|approve|reject|accept|decline|submit|post|publish|share|upload|subscribe|unsubscribe|renew|file|open|close|reopen|assign|escalate|turn|switch|set|add|start|stop|pause|resume|run|execute|launch|terminate|kill|scale|drain|rotate|revoke|grant|lock|unlock|block|unblock|freeze|unfreeze|activate|deactivate|enable|disable|install|uninstall|merge|commit|push|apply|play|record|print|log|sign|shut|shutdown|register|enrol|enroll";

/** A certain thing: `the server`, `my bill`, `200 euros`, `order 48213`. Search style has none. */
const CERTAIN =
  "(?:my|our|his|her|their|this|that|these|those|the|all|every|each|both|him|it|them|me|us|some|another)\\b|[$€£]?\\d|\\w+ (?:\\w+ )?\\d{3,}|(?:\\w+ )?(?:request|order|ticket|issue|invoice|number|pr|job|build) \\d|to \\w+ that\\b|\\w+ to (?:prod|production|staging)\\b";
const PARTICLE = "(?:on|off|up|down|in|out|back) ";

const CERTAIN_ONE = new RegExp(`${POLITE}(?:${DOING}) (?:${PARTICLE})?(?:${CERTAIN})`);
const NEW_ONE = new RegExp(
  [
    `${POLITE}(?:book|reserve|order|buy|purchase|send|mail|schedule|call|hail|rent) (?:an?|one|two|three|four|five|six|\\w+ for) `,
    `${POLITE}(?:create|make|add|open|file|raise|set|start|submit|log|write|post|place) (?:up )?an? (?:new )?(?:\\w+ )?(?:alarm|timer|reminder|event|meeting|appointment|reservation|booking|ticket|issue|incident|task|order|payment|refund|transfer|account|claim|complaint|note|invitation|invite|pull request|merge request|backup|snapshot|deployment|playlist|call)\\b(?! (?:in|on|with|using|from) )`,
    // German, Spanish, French.
    "^(?:bitte )?(?:buche|bestelle|sende|schicke?|storniere|kündige|überweise|lösche|öffne|schließe|starte|stoppe|erinnere|rufe?) (?:bitte )?(?:mir|mich|mein\\w*|den|die|das|ein\\w*|\\d)",
    "^(?:por favor )?(?:reserva|envía|envíame|cancela|paga|transfiere|compra|pide|borra|llama|recuérdame) ",
    "^(?:réservez?|envoie|envoyez|annulez?|paie|payez|commandez?|supprimez?|appelle|rappelle)[- ](?:moi|mon|ma|mes|le|la|les|une?|\\d)",
  ].join("|"),
);
const TO_SOMEBODY = new RegExp(
  `${POLITE}(?:call|phone|email|text|message|notify|invite|ping|remind) (\\S+)`,
);

/** Asks to do something: an answer from the cache would only say that it was done. */
export const action = whereApplies(
  "action",
  "It asks to do something, not to know something.",
  ({ capitalised }, joined) =>
    CERTAIN_ONE.test(joined) ||
    NEW_ONE.test(joined) ||
    capitalised.has(TO_SOMEBODY.exec(joined)?.[1] ?? ""),
);
