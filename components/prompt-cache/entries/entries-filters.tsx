"use client";

import { SearchField } from "@/components/data/search-field";
import { Choice } from "@/components/prompt-cache/parts/choice";
import { FilterBar, KnownChoices } from "@/components/prompt-cache/parts/filter-bar";
import type { EntriesQuery } from "@/lib/prompt-cache/entry";
import { type EntriesSearch, isFiltered } from "./entries-search";

const SORTS: readonly { value: EntriesQuery["sort"]; label: string }[] = [
  { value: "newest", label: "Newest first" },
  { value: "hits", label: "Most hits first" },
  { value: "expiring", label: "Expiring first" },
];
const WAYS: readonly { value: EntriesQuery["by"]; label: string }[] = [
  { value: "text", label: "By text" },
  { value: "meaning", label: "By meaning" },
];

type Change = { [name in keyof EntriesSearch]?: EntriesSearch[name] | null };

/** Search, filters and order; they live in the address. */
export function EntriesFilters({
  search,
  known,
  hidden,
  onChange,
}: {
  search: EntriesSearch;
  known: { namespaces: readonly string[]; models: readonly string[] };
  /** An entry stands in the list's place below 1280 px. */
  hidden: boolean;
  onChange: (change: Change) => void;
}) {
  const only = known.namespaces.length === 1 ? known.namespaces[0] : undefined;
  return (
    <FilterBar
      label="Find entries"
      hidden={hidden}
      onClear={
        isFiltered(search)
          ? () => onChange({ search: null, namespace: null, model: null, by: null })
          : undefined
      }
    >
      <SearchField
        className="w-52"
        label={search.by === "meaning" ? "Find by meaning" : "Find in prompts"}
        value={search.search}
        onChange={(text) => onChange({ search: text })}
      />
      <Choice
        label="How to search"
        className="w-30"
        value={search.by}
        options={WAYS}
        onChange={(by) =>
          onChange({
            by: by as EntriesQuery["by"],
            // Where there is one namespace only, nobody has to choose it.
            ...(by === "meaning" && only !== undefined && { namespace: only }),
          })
        }
      />
      <KnownChoices value={search} known={known} onChange={onChange} />
      {search.by === "meaning" && search.search ? null : (
        <Choice
          label="Order"
          value={search.sort}
          options={SORTS}
          onChange={(sort) => onChange({ sort: sort as EntriesQuery["sort"] })}
        />
      )}
    </FilterBar>
  );
}
