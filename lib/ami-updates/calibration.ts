import type { PreparedChart } from "@/lib/platform/chart";
import { plural } from "@/lib/platform/format";
import type { CalibrationRow } from "./views";

/** How an update ended, seen from its score. */
export const ENDINGS = ["verified", "trouble", "closed", "refused", "open"] as const;
export type Ending = (typeof ENDINGS)[number];

const LABEL: Record<Ending, string> = {
  verified: "Verified",
  trouble: "Stuck, regressed or reverted",
  closed: "Closed by a person",
  refused: "Refused by rules",
  open: "Not ended",
};

/** One ending for each update; a superseded one tells nothing about its score. */
export function endingOf({
  decision,
  outcome,
  verdict,
  refused,
}: CalibrationRow): Ending | undefined {
  if (decision === "superseded") return undefined;
  if (outcome === "verified") return "verified";
  if (outcome) return "trouble";
  if (decision === "closed") return "closed";
  if (!decision && verdict === "REJECT" && refused) return "refused";
  return "open";
}

export interface Calibration {
  /** Ten bars, by risk. */
  chart: PreparedChart;
  raised: {
    /** Analyses in which the model's answer counted. */
    asked: number;
    /** The risk ended above the floor because of the model. */
    raised: number;
    /** Of those: it ended badly, or a person closed it. */
    right: number;
    /** Of those: it was merged and verified. */
    wrong: number;
    /** Not raised, merged, and ended badly all the same. */
    missed: number;
  };
  summary: string;
}

/** How outcomes relate to scores, and how often the model raised the floor and was right. */
export function calibrate(rows: readonly CalibrationRow[]): Calibration {
  const counts = Array.from({ length: 10 }, () =>
    Object.fromEntries(ENDINGS.map((each) => [each, 0])),
  ) as Record<Ending, number>[];
  for (const row of rows) {
    const ending = endingOf(row);
    const bar = counts[Math.min(10, Math.max(1, Math.round(row.risk))) - 1];
    if (ending && bar) bar[ending] += 1;
  }
  const shown = ENDINGS.filter((each) => counts.some((bar) => bar[each] > 0));
  return {
    chart: {
      title: "Outcome by risk score",
      summary: chartSummary(counts),
      unit: "count",
      kind: "stacked",
      axis: "Risk",
      series: shown.map((key) => ({ key, label: LABEL[key] })),
      points: counts.map((bar, at) => ({
        at,
        end: at + 1,
        label: `Risk ${at + 1}`,
        partial: false,
        counted: shown.some((each) => bar[each] > 0),
        values: bar,
        dotted: {},
      })),
      empty: shown.length === 0,
    },
    ...judgeModel(rows),
  };
}

function chartSummary(counts: readonly Record<Ending, number>[]): string {
  const within = (from: number, to: number) => {
    const bars = counts.slice(from - 1, to);
    const verified = bars.reduce((sum, bar) => sum + bar.verified, 0);
    const ended = verified + bars.reduce((sum, bar) => sum + bar.trouble, 0);
    return ended === 0 ? undefined : `${verified} of ${plural(ended, "rollout")} verified`;
  };
  const told = [
    ["low risk (1–3)", within(1, 3)],
    ["medium (4–6)", within(4, 6)],
    ["high (7–10)", within(7, 10)],
  ].flatMap(([name, says]) => (says ? [`${name}: ${says}`] : []));
  return told.length === 0 ? "No rollout has ended yet." : `At ${told.join("; ")}.`;
}

function judgeModel(rows: readonly CalibrationRow[]): Pick<Calibration, "raised" | "summary"> {
  const asked = rows.filter(({ modelRisk }) => modelRisk !== undefined);
  const up = asked.filter(({ risk, floor }) => risk > floor);
  const count = (of: readonly CalibrationRow[], endings: Ending[]) =>
    of.filter((row) => endings.some((each) => each === endingOf(row))).length;
  const raised = {
    asked: asked.length,
    raised: up.length,
    right: count(up, ["trouble", "closed"]),
    wrong: count(up, ["verified"]),
    missed: count(
      asked.filter((row) => !up.includes(row)),
      ["trouble"],
    ),
  };
  return { raised, summary: modelSummary(raised) };
}

function modelSummary({ asked, raised, right, wrong, missed }: Calibration["raised"]): string {
  if (asked === 0) return "No analysis used a model's answer yet.";
  const ended = right + wrong;
  const told =
    raised === 0
      ? "It never raised the risk above the floor"
      : `It raised the risk above the floor in ${raised} of ${asked}; ${
          ended === 0
            ? "none of them has ended yet"
            : `${right} of the ${ended} that ended went badly or were closed`
        }`;
  return `The model's answer counted in ${plural(asked, "analysis", "analyses")}. ${told}. ${
    missed === 0
      ? "Nothing that it left at the floor went badly."
      : `${plural(missed, "rollout")} went badly that it had left at the floor.`
  }`;
}
