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
    `${POLITE}give \\S+ (?:access|permissions?|rights)\\b`,
    // German, Spanish, French.
    "^(?:bitte )?(?:buche|bestelle|sende|schicke?|storniere|kündige|überweise|lösche|öffne|schließe|starte|stoppe|erinnere|rufe?) (?:bitte )?(?:mir|mich|mein\\w*|den|die|das|ein\\w*|\\d)",
    "^(?:por favor )?(?:reserva|envía|envíame|cancela|paga|transfiere|compra|pide|borra|llama|recuérdame) ",
    "^(?:réservez?|envoie|envoyez|annulez?|paie|payez|commandez?|supprimez?|appelle|rappelle)[- ](?:moi|mon|ma|mes|le|la|les|une?|\\d)",
  ].join("|"),
);
/** Imperatives that want something told or written, and what begins other sentences. */
const TELLING = new Set(
  `explain describe define list name give tell show write draft compose create generate produce make
  summarise summarize translate convert calculate compute compare contrast suggest recommend plan outline
  find solve prove derive identify classify analyse analyze discuss state mention provide help teach sort
  reverse implement design rewrite rephrase paraphrase correct improve simplify expand continue complete
  choose pick rank evaluate estimate predict extract format parse debug fix refactor review check spell
  pronounce count prepare imagine consider assume suppose pretend answer interpret illustrate demonstrate
  what which who whom whose when where why how is are was were am be do does did has have had can could
  will would shall should may might must if in on at by for with about as into from to of and or but so
  than because while after before during without within between over under through against like not no
  the a an this that these those all every each any some my our your his her its their i you he she it we
  they there here let use see read think know understand learn cook boil bake fry`.split(/\s+/),
);
const FIRST_THEN_CERTAIN = new RegExp(
  `${POLITE}(\\p{L}{3,}) (?:the|my|our|all|every|this|these|his|her|their) `,
  "u",
);
/** Any other imperative on a certain thing: `mark all messages as read`. */
function isImperative(joined: string, text: string): boolean {
  const verb = FIRST_THEN_CERTAIN.exec(joined)?.[1];
  return (
    verb !== undefined &&
    !TELLING.has(verb) &&
    !verb.endsWith("ing") &&
    !text.trimEnd().endsWith("?")
  );
}

const TO_SOMEBODY = new RegExp(
  `${POLITE}(?:call|phone|email|text|message|notify|invite|ping|remind) (\\S+)`,
);

/** Asks to do something: an answer from the cache would only say that it was done. */
export const action = whereApplies(
  "action",
  "It asks to do something, not to know something.",
  ({ capitalised, text }, joined) =>
    CERTAIN_ONE.test(joined) ||
    NEW_ONE.test(joined) ||
    isImperative(joined, text) ||
    capitalised.has(TO_SOMEBODY.exec(joined)?.[1] ?? ""),
);
