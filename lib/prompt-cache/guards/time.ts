import { whereApplies } from "./applies";

const NOW = new RegExp(
  [
    "\\b(?:today|tonight|yesterday|tomorrow|(?<!what )now|nowadays|currently|presently|latest|newest|recent|recently|upcoming)\\b",
    "\\b(?:at the moment|at present|so far|these days|as of|up to date|in stock|most recently)\\b",
    "\\b(?:this|next|last|past) (?:week|weekend|month|quarter|year|night|morning|afternoon|evening|monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|winter)\\b",
    "\\bnext (?:train|bus|tram|ferry|flight|match|game|race|election|holiday|release|appointment)\\b",
    "\\bcurrent (?!account|accounts|assets?|liabilit|ratio|density|divider|transformer)\\w+",
    "\\bnews\\b|\\bweather (?:like|in|at|for|on|near|here|report|forecast)\\b|\\b(?:how|what) is the weather\\b",
    "^(?:please )?(?:show|list|get|give|display|fetch)(?: me)? (?:the |all )?(?:(?:open|failed|failing|running|pending|active|unread|unresolved|overdue|unpaid|new) |(?:logs?|status|metrics|alerts|errors)\\b)",
    "\\bwho is (?:winning|leading|ahead|playing|speaking)\\b|\\bwhat is (?:happening|going on|playing)\\b",
    "\\bon (?:call|duty|shift)\\b",
    "\\b(?:what|which) (?:time|day|date) is it\\b",
    "\\b(?:stock|share) price of\\b|\\bexchange rate (?:of|between|for|from)\\b",
    // German, Spanish, French, Italian, Portuguese.
    "(?:^| )(?:heute|gestern|morgen|jetzt|derzeit|aktuelle?[nrs]?|hoy|ayer|ahora|actualmente|aujourd'hui|hier soir|demain|maintenant|actuellement|oggi|adesso|domani|hoje|agora)(?: |$)",
  ].join("|"),
);

/** About now: the answer of an hour ago may be wrong. */
export const time = whereApplies("time", "It is about the present moment.", (_words, joined) =>
  NOW.test(joined),
);
