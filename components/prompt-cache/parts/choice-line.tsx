"use client";

import { type ReactNode, useId } from "react";

/** A checkbox with its words, all of them a target. */
export function CheckLine({
  label,
  about,
  checked,
  onChange,
}: {
  label: string;
  about?: ReactNode;
  checked: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <Line label={label} about={about}>
      {(ids) => (
        <input
          type="checkbox"
          {...ids}
          className="mt-0.5 size-4 shrink-0 accent-(--accent)"
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
          className="mt-0.5 size-4 shrink-0 accent-(--accent)"
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
  children,
}: {
  label: string;
  about: ReactNode;
  children: (ids: { id: string; "aria-describedby"?: string }) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="flex min-h-6 items-start gap-2 pointer-coarse:min-h-11 pointer-coarse:items-center">
      {children({ id, ...(about ? { "aria-describedby": `${id}-about` } : {}) })}
      <div className="min-w-0">
        <label htmlFor={id} className="block pointer-coarse:py-2">
          {label}
        </label>
        {about ? (
          <p id={`${id}-about`} className="text-meta text-muted">
            {about}
          </p>
        ) : null}
      </div>
    </div>
  );
}
