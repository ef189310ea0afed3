"use client";

import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Select } from "@/components/ui/input";
import type { OverviewQuery, Range } from "@/lib/prompt-cache/overview";
import { RANGES } from "@/lib/prompt-cache/overview";
import { isBrushed } from "./overview-search";

const RANGE_TEXT: Record<Range, string> = {
  "15m": "15 minutes",
  "1h": "1 hour",
  "6h": "6 hours",
  "24h": "24 hours",
  "7d": "7 days",
  "30d": "30 days",
  "90d": "90 days",
};

/** Time, namespace and model; they live in the address. */
export function OverviewFilters({
  query,
  namespaces,
  models,
  onChange,
}: {
  query: OverviewQuery;
  namespaces: readonly string[];
  models: readonly string[];
  onChange: (changes: Partial<Record<keyof OverviewQuery, string | null>>) => void;
}) {
  const brushed = isBrushed(query);
  return (
    <search aria-label="Filter the figures" className="flex flex-wrap items-center gap-2">
      {brushed ? (
        <Button size="sm" onClick={() => onChange({ from: null, to: null })}>
          Show the last {RANGE_TEXT[query.range]}
        </Button>
      ) : null}
      <fieldset className="flex overflow-hidden rounded-md border max-sm:w-full">
        <legend className="sr-only">Time</legend>
        {(Object.keys(RANGES) as Range[]).map((range) => (
          <button
            key={range}
            type="button"
            aria-pressed={!brushed && query.range === range}
            aria-label={`The last ${RANGE_TEXT[range]}`}
            data-tip={`The last ${RANGE_TEXT[range]}`}
            onClick={() => onChange({ range, from: null, to: null })}
            className={cn(
              "h-8 flex-1 border-l px-2 text-meta text-muted outline-offset-[-2px] first:border-l-0 hover:bg-hover aria-pressed:bg-selected aria-pressed:font-medium aria-pressed:text-ink pointer-coarse:h-11",
            )}
          >
            {range}
          </button>
        ))}
      </fieldset>
      <Filter
        label="Namespace"
        all="All namespaces"
        value={query.namespace}
        options={namespaces}
        onChange={(namespace) => onChange({ namespace })}
      />
      <Filter
        label="Model"
        all="All models"
        value={query.model}
        options={models}
        onChange={(model) => onChange({ model })}
      />
    </search>
  );
}

function Filter({
  label,
  all,
  value,
  options,
  onChange,
}: {
  label: string;
  all: string;
  value: string | undefined;
  options: readonly string[];
  onChange: (value: string | null) => void;
}) {
  // A filter from a link stays visible, also where nothing was counted for it.
  const shown = value && !options.includes(value) ? [value, ...options] : options;
  return (
    <Select
      aria-label={label}
      className="w-44 max-sm:flex-1"
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value || null)}
    >
      <option value="">{all}</option>
      {shown.map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </Select>
  );
}
