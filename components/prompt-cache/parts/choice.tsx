"use client";

import { cn } from "@/components/ui/cn";
import { Select } from "@/components/ui/input";

/** One filter of few values. A value from a link stays visible, also where nothing has it. */
export function Choice({
  label,
  all,
  value,
  options,
  onChange,
  className,
}: {
  label: string;
  /** What no choice is called; without it one is always chosen. */
  all?: string;
  value: string | undefined;
  options: readonly (string | { value: string; label: string })[];
  onChange: (value: string | null) => void;
  className?: string;
}) {
  const listed = options.map((each) =>
    typeof each === "string" ? { value: each, label: each } : each,
  );
  const shown =
    value && !listed.some((each) => each.value === value)
      ? [{ value, label: value }, ...listed]
      : listed;
  return (
    <Select
      aria-label={label}
      className={cn("w-40 max-sm:w-full", className)}
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value || null)}
    >
      {all === undefined ? null : <option value="">{all}</option>}
      {shown.map((each) => (
        <option key={each.value} value={each.value}>
          {each.label}
        </option>
      ))}
    </Select>
  );
}
