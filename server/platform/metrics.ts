import "server-only";
import { held } from "./held";
import { log } from "./log";

/** Figures of this process in Prometheus' terms. */
export interface MetricFamily {
  name: string;
  help: string;
  type: "counter" | "gauge" | "histogram";
  samples: MetricSample[];
}

export interface MetricSample {
  /** Of a histogram: `_bucket`, `_sum`, `_count`. */
  suffix?: string;
  labels?: Record<string, string>;
  value: number;
}

type Source = () => MetricFamily[];

const sources = () => held("metrics.sources", () => new Map<string, Source>());

/** What a feature adds to `/api/metrics`. Registering twice replaces: bundles load the same module more than once. */
export function registerMetrics(feature: string, read: Source): void {
  sources().set(feature, read);
}

/** All that features registered; one that fails is left out and does not hide the others. */
export function readRegisteredMetrics(): MetricFamily[] {
  return [...sources()].flatMap(([feature, read]) => {
    try {
      return read();
    } catch (error) {
      log().warn({ error, feature }, "figures could not be read");
      return [];
    }
  });
}

/** Prometheus' text format; a family without samples says only what it is. */
export function renderMetrics(families: MetricFamily[]): string[] {
  return families.flatMap(({ name, help, type, samples }) => [
    `# HELP ${name} ${help.replace(/\\/g, "\\\\").replace(/\n/g, "\\n")}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(
      ({ suffix = "", labels, value }) => `${name}${suffix}${labelText(labels)} ${value}`,
    ),
  ]);
}

/** Values come from outside (names of models): quoted as the format says, so that none can begin a line. */
function labelText(labels: Record<string, string> | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(
    ([name, value]) =>
      `${name}="${value.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n")}"`,
  );
  return pairs.length > 0 ? `{${pairs.join(",")}}` : "";
}
