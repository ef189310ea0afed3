import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// Our text sizes have names of their own; unknown ones would count as colours and drop each other.
const merge = extendTailwindMerge({
  extend: { classGroups: { "font-size": [{ text: ["body", "meta", "title"] }] } },
});

/** Joins class names; of two Tailwind classes that set the same thing, the last one wins. */
export const cn = (...classes: ClassValue[]): string => merge(clsx(classes));
