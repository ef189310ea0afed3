import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Choice } from "./choice";

/** The filters of a list beside its heading; on a phone in two columns below it, the first over both. */
export function FilterBar({
  label,
  hidden,
  onClear,
  children,
}: {
  label: string;
  /** A detail stands in the list's place below 1280 px. */
  hidden: boolean;
  /** Absent: nothing is filtered. */
  onClear?: (() => void) | undefined;
  children: ReactNode;
}) {
  return (
    <search
      aria-label={label}
      className={cn(
        "flex flex-wrap items-center gap-2 max-sm:order-last max-sm:w-full max-sm:grid-cols-2 max-sm:*:first:col-span-2",
        hidden ? "max-xl:hidden" : "max-sm:grid",
      )}
    >
      {children}
      {onClear ? (
        <Button variant="ghost" onClick={onClear}>
          Clear
        </Button>
      ) : null}
    </search>
  );
}

/** Of which namespace and which model. */
export function KnownChoices({
  value,
  known,
  onChange,
}: {
  value: { namespace?: string | undefined; model?: string | undefined };
  known: { namespaces: readonly string[]; models: readonly string[] };
  onChange: (change: { namespace?: string | null; model?: string | null }) => void;
}) {
  return (
    <>
      <Choice
        label="Namespace"
        all="All namespaces"
        value={value.namespace}
        options={known.namespaces}
        onChange={(namespace) => onChange({ namespace })}
      />
      <Choice
        label="Model"
        all="All models"
        value={value.model}
        options={known.models}
        onChange={(model) => onChange({ model })}
      />
    </>
  );
}
