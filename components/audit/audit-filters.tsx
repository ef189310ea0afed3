"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useState } from "react";
import { type AuditSearch, auditHref, isFiltered } from "@/components/audit/audit-query";
import { OUTCOME_TONES } from "@/components/audit/outcome";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Input, Select } from "@/components/ui/input";
import { AUDIT_OUTCOMES, type AuditOutcome } from "@/lib/audit/outcome";

const TYPING_MS = 350;

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
        <TextFilter name="person" label="Who" search={search} onChange={go} />
        <TextFilter name="action" label="What" search={search} onChange={go} />
        <TextFilter name="target" label="To what" search={search} onChange={go} />
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

/** Asks when the person stops typing, or at once on Enter. */
function TextFilter({
  name,
  label,
  search,
  onChange,
}: {
  name: "person" | "action" | "target";
  label: string;
  search: AuditSearch;
  onChange: (change: Partial<AuditSearch>) => void;
}) {
  const kept = search[name];
  const [text, setText] = useState(kept);
  useEffect(() => setText(kept), [kept]);
  useEffect(() => {
    if (text.trim() === kept) return;
    const timer = setTimeout(() => onChange({ [name]: text.trim() }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, kept, name, onChange]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange({ [name]: text.trim() });
  };
  return (
    <form onSubmit={submit} className="relative w-36 max-sm:w-full">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-2 size-3.5 -translate-y-1/2 text-muted"
      />
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        className="pl-7"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </form>
  );
}
