"use client";

import { SearchField } from "@/components/data/search-field";
import { Choice } from "@/components/prompt-cache/parts/choice";
import { FilterBar, KnownChoices } from "@/components/prompt-cache/parts/filter-bar";
import { BYPASS_REASONS, CACHE_OUTCOMES, MISS_REASONS } from "@/lib/prompt-cache/outcome";
import { OUTCOME_TEXT, REASON_TEXT } from "@/lib/prompt-cache/reason-text";
import type { RequestsQuery } from "@/lib/prompt-cache/requests";
import { isFiltered, type RequestsChange, type RequestsSearch } from "./requests-search";

const OUTCOMES = CACHE_OUTCOMES.map((value) => ({ value, label: OUTCOME_TEXT[value] }));

/** Reasons that go with the outcome chosen. */
const reasonsOf = (outcome: RequestsQuery["outcome"]) =>
  (outcome === "miss"
    ? MISS_REASONS
    : outcome === "bypass"
      ? BYPASS_REASONS
      : [...MISS_REASONS, ...BYPASS_REASONS]
  ).map((value) => ({ value, label: REASON_TEXT[value].label }));

/** Filters of the recent requests; they live in the address. */
export function RequestsFilters({
  search,
  known,
  hidden,
  onChange,
}: {
  search: RequestsSearch;
  known: { namespaces: readonly string[]; models: readonly string[] };
  /** A request stands in the list's place below 1280 px. */
  hidden: boolean;
  onChange: (change: RequestsChange) => void;
}) {
  const hit = search.outcome === "hash_hit" || search.outcome === "semantic_hit";
  return (
    <FilterBar
      label="Filter requests"
      hidden={hidden}
      onClear={
        isFiltered(search)
          ? () =>
              onChange({ text: null, outcome: null, reason: null, namespace: null, model: null })
          : undefined
      }
    >
      <SearchField
        label="Find in prompts"
        value={search.text}
        onChange={(text) => onChange({ text })}
      />
      <Choice
        label="Outcome"
        all="Any outcome"
        value={search.outcome}
        options={OUTCOMES}
        onChange={(outcome) =>
          onChange({ outcome: outcome as RequestsQuery["outcome"] | null, reason: null })
        }
      />
      {hit ? null : (
        <Choice
          label="Reason"
          all="Any reason"
          value={search.reason}
          options={reasonsOf(search.outcome)}
          onChange={(reason) => onChange({ reason: reason as RequestsQuery["reason"] | null })}
        />
      )}
      <KnownChoices value={search} known={known} onChange={onChange} />
    </FilterBar>
  );
}
