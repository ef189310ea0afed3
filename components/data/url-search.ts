/** Query parameters to set; null takes one away. */
export type UrlChanges = Readonly<Record<string, string | null>>;

/** `?…` (or nothing) after the changes; other parameters and their order stay. */
export function changedSearch(search: string, changes: UrlChanges): string {
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}
