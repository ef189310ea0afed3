"use client";

import { type ReactNode, useId } from "react";
import { cn } from "@/components/ui/cn";

const BOX = "mt-0.5 size-4 shrink-0 accent-(--accent) pointer-coarse:mt-2 pointer-coarse:size-6";

/** A checkbox with its words, all of them a target; `aside` stands at its end. */
export function CheckLine({
  label,
  about,
  aside,
  mono,
  checked,
  onChange,
}: {
  label: string;
  about?: ReactNode;
  aside?: ReactNode;
  /** The label is a name of the machine's. */
  mono?: boolean;
  checked: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <Line label={label} about={about} aside={aside} mono={mono}>
      {(ids) => (
        <input
          type="checkbox"
          {...ids}
          className={BOX}
          checked={checked}
          onChange={(event) => onChange(event.target.checked)}
        />
      )}
    </Line>
  );
}

/** One of several, with its words. */
export function RadioLine({
  name,
  label,
  about,
  checked,
  onChange,
}: {
  name: string;
  label: string;
  about?: ReactNode;
  checked: boolean;
  onChange: () => void;
}) {
  return (
    <Line label={label} about={about}>
      {(ids) => (
        <input
          type="radio"
          {...ids}
          name={name}
          className={BOX}
          checked={checked}
          onChange={onChange}
        />
      )}
    </Line>
  );
}

function Line({
  label,
  about,
  aside,
  mono = false,
  children,
}: {
  label: string;
  about: ReactNode;
  aside?: ReactNode;
  mono?: boolean | undefined;
  children: (ids: { id: string; "aria-describedby"?: string }) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="flex min-h-6 items-start gap-2 pointer-coarse:min-h-11">
      {children({ id, ...(about ? { "aria-describedby": `${id}-about` } : {}) })}
      <div className="min-w-0 flex-1">
        <label
          htmlFor={id}
          className={cn("block pointer-coarse:py-2.5", mono && "font-mono text-meta wrap-anywhere")}
        >
          {label}
        </label>
        {about ? (
          <p id={`${id}-about`} className="text-meta text-muted">
            {about}
          </p>
        ) : null}
      </div>
      {aside ? <div className="pointer-coarse:pt-2.5">{aside}</div> : null}
    </div>
  );
}
