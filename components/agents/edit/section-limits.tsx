"use client";

import { NumberField } from "@/components/agents/edit/fields";
import { Group, Section } from "@/components/agents/edit/section";
import { DEFAULT_SANDBOX_LIMITS } from "@/lib/agents/isolation";
import { CONSOLE_FILE, HARNESS_FILE } from "@/lib/agents/parse-agent";
import { formatCount } from "@/lib/platform/format";

const unless = (value: number) => `${formatCount(value)} unless said.`;

/** How far one run may go, and what its sandbox may take. */
export function LimitsSection() {
  return (
    <Section id="limits" title="Limits">
      <Group title="One run" about="It stops at whichever comes first.">
        <div className="grid gap-3 sm:grid-cols-3">
          <NumberField file={CONSOLE_FILE} path={["budget", "usd"]} label="Money, US dollars" />
          <NumberField file={CONSOLE_FILE} path={["budget", "totalTokens"]} label="Tokens" />
          <NumberField file={HARNESS_FILE} path={["maxTokens"]} label="Tokens written" />
          <NumberField file={HARNESS_FILE} path={["maxIterations"]} label="Turns" />
          <NumberField file={HARNESS_FILE} path={["timeoutSeconds"]} label="Time, seconds" />
        </div>
      </Group>
      <Group title="Its sandbox">
        <div className="grid gap-3 sm:grid-cols-3">
          <NumberField
            file={CONSOLE_FILE}
            path={["sandbox", "memoryMb"]}
            label="Memory, MB"
            hint={unless(DEFAULT_SANDBOX_LIMITS.memoryMb)}
          />
          <NumberField
            file={CONSOLE_FILE}
            path={["sandbox", "cpuSeconds"]}
            label="Processor time, seconds"
            hint={unless(DEFAULT_SANDBOX_LIMITS.cpuSeconds)}
          />
          <NumberField
            file={CONSOLE_FILE}
            path={["sandbox", "processes"]}
            label="Processes"
            hint={unless(DEFAULT_SANDBOX_LIMITS.processes)}
          />
          <NumberField
            file={CONSOLE_FILE}
            path={["sandbox", "diskMb"]}
            label="Disk, MB"
            hint={unless(DEFAULT_SANDBOX_LIMITS.diskMb)}
          />
          <NumberField
            file={CONSOLE_FILE}
            path={["sandbox", "timeoutMs"]}
            label="One command, milliseconds"
            hint={unless(DEFAULT_SANDBOX_LIMITS.timeoutMs)}
          />
        </div>
      </Group>
    </Section>
  );
}
