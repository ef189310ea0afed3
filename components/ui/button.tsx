import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";

/** Looks of a button; also for links that look like one: `<Link className={buttonClass()}>`. */
export const buttonClass = cva(
  "relative inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none aria-disabled:cursor-not-allowed aria-disabled:opacity-60 pointer-coarse:min-h-11 pointer-coarse:min-w-11",
  {
    variants: {
      variant: {
        primary: "border-ink bg-ink text-ink-inverse not-aria-disabled:hover:opacity-85",
        secondary: "border-line-strong bg-page text-ink not-aria-disabled:hover:bg-press",
        ghost: "border-transparent text-ink not-aria-disabled:hover:bg-press",
        danger: "border-failed bg-page text-failed not-aria-disabled:hover:bg-tint-failed",
      },
      size: {
        sm: "h-7 px-2 text-meta",
        md: "h-8 px-3 text-body",
        lg: "h-12 px-4 text-body",
        icon: "size-8 text-body",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export type ButtonVariant = NonNullable<VariantProps<typeof buttonClass>["variant"]>;
export type ButtonSize = NonNullable<VariantProps<typeof buttonClass>["size"]>;

/** A plain button; what calls the server is an `ActionButton`. */
export function Button({
  variant,
  size,
  className,
  type = "button",
  ...rest
}: ComponentProps<"button"> & { variant?: ButtonVariant; size?: ButtonSize }) {
  return <button type={type} className={cn(buttonClass({ variant, size }), className)} {...rest} />;
}
