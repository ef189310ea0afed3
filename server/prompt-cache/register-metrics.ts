import "server-only";
import { type MetricFamily, registerMetrics } from "@/server/platform/metrics";
import { redis } from "@/server/redis";
import { processTotals, promptRecorder } from "./counters/process-recorder";

const gauge = (name: string, help: string, value: number): MetricFamily => ({
  name: `switchyard_prompt_${name}`,
  help,
  type: "gauge",
  samples: [{ value }],
});

registerMetrics("prompt-cache", () => {
  const recorder = promptRecorder();
  return [
    ...processTotals().families(),
    gauge("redis_up", "Whether Redis is connected.", redis().status === "ready" ? 1 : 0),
    gauge(
      "bedrock_up",
      "Whether the model answered without a fault when it was last asked.",
      recorder.state().modelAnswered ? 1 : 0,
    ),
    gauge("counters_flushed", "Whether the last flush arrived.", recorder.state().arrived ? 1 : 0),
    {
      name: "switchyard_prompt_counters_lost_total",
      help: "Requests that were not counted because Redis was away for too long.",
      type: "counter",
      samples: [{ value: recorder.lost() }],
    },
  ];
});
