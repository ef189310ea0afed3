"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { type AuditSearch, auditHref, isFiltered } from "@/components/audit/audit-query";
import { OUTCOME_TONES } from "@/components/audit/outcome";
import { SearchField } from "@/components/data/search-field";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Input, Select } from "@/components/ui/input";
import { AUDIT_OUTCOMES, type AuditOutcome } from "@/lib/audit/outcome";

const TEXTS = [
  ["person", "Who"],
  ["action", "What"],
  ["target", "To what"],
] as const;

/** Filters of the ledger; they live in the address, so Back and a link bring them back. */
export function AuditFilters({
  search,
  hidden,
}: {
  search: AuditSearch;
  /** An entry stands in the list's place below 1280 px. */
  hidden: boolean;
}) {
  const router = useRouter();
  const [unfolded, setUnfolded] = useState(false);
  const filtered = isFiltered(search);
  const go = (change: Partial<AuditSearch>) =>
    router.replace(auditHref(search, { ...change, before: null, entry: null }), { scroll: false });
  return (
    <search className={cn("contents", hidden && "max-xl:hidden")}>
      <Button
        className="ml-auto sm:hidden"
        aria-expanded={unfolded}
        onClick={() => setUnfolded(!unfolded)}
      >
        {filtered ? "Filters (on)" : "Filters"}
      </Button>
      <div
        className={cn(
          "flex flex-1 flex-wrap items-center justify-end gap-2 max-sm:grid max-sm:basis-full max-sm:grid-cols-2",
          !unfolded && "max-sm:hidden",
        )}
      >
        {TEXTS.map(([name, label]) => (
          <SearchField
            key={name}
            label={label}
            value={search[name]}
            onChange={(text) => go({ [name]: text })}
            className="w-36"
          />
        ))}
        <Select
          aria-label="Outcome"
          className="w-36 max-sm:w-full"
          value={search.outcome}
          onChange={(event) => go({ outcome: event.target.value as AuditOutcome | "" })}
        >
          <option value="">Any outcome</option>
          {AUDIT_OUTCOMES.map((outcome) => (
            <option key={outcome} value={outcome}>
              {OUTCOME_TONES[outcome].label}
            </option>
          ))}
        </Select>
        {(["from", "to"] as const).map((name) => (
          <span key={name} className="flex items-center gap-1.5 text-meta text-muted">
            <span aria-hidden="true">{name === "from" ? "From" : "To"}</span>
            <Input
              type="date"
              aria-label={name === "from" ? "From this day, UTC" : "To this day, UTC"}
              data-tip={name === "from" ? "From this day, UTC" : "To this day, UTC"}
              className="w-34 text-ink max-sm:w-full"
              value={search[name]}
              onChange={(event) => go({ [name]: event.target.value })}
            />
          </span>
        ))}
        {filtered ? (
          <Button
            variant="ghost"
            onClick={() =>
              go({ person: "", action: "", target: "", outcome: "", from: "", to: "" })
            }
          >
            Clear
          </Button>
        ) : null}
      </div>
    </search>
  );
}
