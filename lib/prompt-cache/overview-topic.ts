import { type OverviewQuery, RANGES, type Range } from "./overview";

/** Stands for "all" in a topic's part; no namespace or model is called so. */
const ALL = "*";
export const OVERVIEW_TOPIC = "prompt-cache/overview";

/** The live topic of a range with its filters. A brushed part of time does not change by itself and has none. */
export const overviewTopic = ({
  range,
  namespace,
  model,
}: Pick<OverviewQuery, "range" | "namespace" | "model">): string =>
  [OVERVIEW_TOPIC, range, namespace ?? ALL, model ?? ALL]
    .map((part, at) => (at === 0 ? part : encodeURIComponent(part)))
    .join("/");

/** What a topic's decoded parts ask for; undefined for a range that there is none of. */
export function overviewOfTopic([range = "", namespace = ALL, model = ALL]: readonly string[]):
  | Pick<OverviewQuery, "range" | "namespace" | "model">
  | undefined {
  if (!Object.hasOwn(RANGES, range)) return undefined;
  return {
    range: range as Range,
    ...(namespace !== ALL && { namespace }),
    ...(model !== ALL && { model }),
  };
}
