"use client";

import { cn } from "@/components/ui/cn";

/** A choice of few, as joined toggles. */
export function Segmented<T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: T;
  choices: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}) {
  return (
    <fieldset className="flex rounded-md border">
      <legend className="sr-only">{label}</legend>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={value === choice.value}
          onClick={() => onChange(choice.value)}
          className={cn(
            "h-7 min-w-12 px-2 text-meta first:rounded-l-md last:rounded-r-md hover:bg-hover pointer-coarse:min-h-11",
            value === choice.value ? "bg-selected font-medium" : "text-muted",
          )}
        >
          {choice.label}
        </button>
      ))}
    </fieldset>
  );
}
