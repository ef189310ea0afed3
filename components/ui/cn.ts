import { type ClassValue, clsx } from "clsx";

/**
 * What two classes would both set, by name; the later one then stands for both. Only what our
 * primitives let their callers change: a full table of Tailwind weighs 9 kB in every page.
 */
const GROUPS: readonly [RegExp, string?][] = [
  [/^(?:block|inline|inline-block|flex|inline-flex|grid|inline-grid|contents|hidden)$/, "display"],
  [/^(?:static|relative|absolute|fixed|sticky)$/, "position"],
  [/^text-(?:body|meta|title|\[\d.*)$/, "font-size"],
  [/^text-(?:ink|ink-inverse|muted|accent|failed|succeeded|waiting|running|idle)$/, "colour"],
  [/^text-(?:start|center|end)$/, "align"],
  [/^bg-/, "background"],
  [/^font-(?:normal|medium|semibold|bold)$/, "weight"],
  [/^whitespace-/, "whitespace"],
  [/^rounded(?:-(?:none|xs|sm|md|lg|full))?$/, "rounded"],
  [/^border(?:-\d+)?$/, "border-width"],
  [
    /^border-(?:line|line-strong|ink|accent|transparent|failed|waiting|succeeded|running)$/,
    "border",
  ],
  [/^(size|h|w|min-h|min-w|max-h|max-w|leading|gap|p|px|py|m|mx|my|mt|mb|ml|mr|z|top|right)-/],
];

const known = new Map<string, string>();

/** `hover:text-meta` → `hover: font-size`; a class outside the groups is its own. */
function groupOf(name: string): string {
  const cached = known.get(name);
  if (cached !== undefined) return cached;
  const at = name.lastIndexOf(":", name.includes("[") ? name.indexOf("[") : undefined);
  const own = name.slice(at + 1).replace(/^-/, "");
  let group = own;
  for (const [pattern, title] of GROUPS) {
    const match = pattern.exec(own);
    if (!match) continue;
    group = title ?? `${match[1]}-`;
    break;
  }
  const full = `${name.slice(0, at + 1)} ${group}`;
  known.set(name, full);
  return full;
}

/** Joins class names; of two that set the same thing (see `GROUPS`), the last one wins. */
export function cn(...given: ClassValue[]): string {
  const taken = new Set<string>();
  const kept: string[] = [];
  for (const name of clsx(given).split(/\s+/).reverse()) {
    const group = groupOf(name);
    if (name === "" || taken.has(group)) continue;
    taken.add(group);
    if (group.endsWith(" size-")) {
      taken.add(group.replace("size-", "h-"));
      taken.add(group.replace("size-", "w-"));
    }
    kept.push(name);
  }
  return kept.reverse().join(" ");
}
