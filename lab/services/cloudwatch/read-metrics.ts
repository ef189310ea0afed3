import { AwsError } from "../../core/aws-error.ts";
import type { Operation } from "../../core/contracts.ts";
import { listOf, moment, optionalText, requiredText, wholeNumber } from "../../core/input.ts";
import { type Dimension, dimensionsOf, type Metrics, SLOT_SECONDS } from "./metrics.ts";
import {
  asStatistic,
  intoPeriods,
  type Period,
  type Statistic,
  statisticOf,
} from "./statistics.ts";

type Input = Record<string, unknown>;

/** GetMetricStatistics, GetMetricData and ListMetrics. */
export function readOperations(metrics: Metrics): Record<string, Operation> {
  const read = (identity: Input, period: number, input: Input): Period[] => {
    const from = moment(input.StartTime, "StartTime").getTime() / 1000;
    const to = moment(input.EndTime, "EndTime").getTime() / 1000;
    if (!(from < to)) {
      throw new AwsError("ValidationError", "The parameter StartTime must be less than EndTime.");
    }
    const metric = {
      namespace: requiredText(identity, "Namespace"),
      name: requiredText(identity, "MetricName"),
      dimensions: dimensionsOf(identity),
    };
    return intoPeriods(metrics.slots(metric, Math.floor(from / period) * period, to), period);
  };

  return {
    ListMetrics(input) {
      const namespace = optionalText(input, "Namespace");
      const name = optionalText(input, "MetricName");
      const wanted = listOf<Partial<Dimension>>(input, "Dimensions");
      const found = metrics
        .all()
        .filter(
          (one) =>
            (namespace === undefined || one.namespace === namespace) &&
            (name === undefined || one.name === name) &&
            wanted.every((want) =>
              one.dimensions.some(
                (has) =>
                  has.Name === want.Name && (want.Value === undefined || has.Value === want.Value),
              ),
            ),
        );
      return {
        Metrics: found.map((one) => ({
          Namespace: one.namespace,
          MetricName: one.name,
          Dimensions: one.dimensions,
        })),
      };
    },

    GetMetricStatistics(input) {
      const statistics = listOf<string>(input, "Statistics").map(asStatistic);
      if (statistics.length === 0) {
        throw new AwsError("MissingParameter", "The parameter Statistics is required.");
      }
      const periods = read(input, periodOf(input), input);
      return {
        Label: requiredText(input, "MetricName"),
        Datapoints: periods.map((period) => datapoint(period, statistics)),
      };
    },

    GetMetricData(input) {
      const queries = listOf<Input>(input, "MetricDataQueries");
      const descending = optionalText(input, "ScanBy") !== "TimestampAscending";
      const results = queries.map((query) => {
        const id = requiredText(query ?? {}, "Id");
        const stat = query.MetricStat as Input | undefined;
        if (!stat) {
          const message = "The lab does not implement metric math and SQL expressions.";
          throw new AwsError("ValidationError", message);
        }
        const metric = (stat.Metric ?? {}) as Input;
        const statistic = asStatistic(requiredText(stat, "Stat"));
        const periods = read(metric, periodOf(stat), input);
        if (descending) periods.reverse();
        return {
          query,
          result: {
            Id: id,
            Label: optionalText(query, "Label") ?? String(metric.MetricName),
            Timestamps: periods.map((period) => new Date(period.at * 1000)),
            Values: periods.map((period) => statisticOf(period, statistic)),
            StatusCode: "Complete",
          },
        };
      });
      const shown = results.filter(({ query }) => String(query.ReturnData ?? "true") !== "false");
      return { MetricDataResults: shown.map(({ result }) => result), Messages: [] };
    },
  };
}

function periodOf(input: Input): number {
  const period = wholeNumber(input, "Period", { min: 1, max: 86_400, otherwise: 60 });
  // The lab keeps slots of ten seconds, so no period can be finer.
  return Math.max(SLOT_SECONDS, period);
}

function datapoint(period: Period, statistics: Statistic[]): Input {
  return {
    Timestamp: new Date(period.at * 1000),
    ...Object.fromEntries(statistics.map((one) => [one, statisticOf(period, one)])),
    Unit: period.unit ?? "None",
  };
}
