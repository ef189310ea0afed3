/** Whether a tool's name fits a name or glob of a configuration: `*` stands for anything, also nothing. */
export function matchesName(glob: string, name: string): boolean {
  const parts = glob.split("*");
  if (parts.length === 1) return glob === name;
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
