"use client";

import { type ReactNode, useId } from "react";

/** A checkbox with its words, all of them a target; `aside` stands at its end. */
export function CheckLine({
  label,
  about,
  aside,
  mono = false,
  checked,
  onChange,
}: {
  label: string;
  about?: ReactNode;
  aside?: ReactNode;
  mono?: boolean;
  checked: boolean;
  onChange: (on: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="flex min-h-6 items-start gap-2 pointer-coarse:min-h-11">
      <input
        id={id}
        type="checkbox"
        aria-describedby={about ? `${id}-about` : undefined}
        className="mt-0.5 size-4 shrink-0 accent-(--accent) pointer-coarse:size-6"
        checked={checked}
        onChange={({ target }) => onChange(target.checked)}
      />
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className={mono ? "block font-mono text-meta wrap-anywhere" : "block"}>
          {label}
        </label>
        {about ? (
          <p id={`${id}-about`} className="text-meta text-muted">
            {about}
          </p>
        ) : null}
      </div>
      {aside}
    </div>
  );
}
