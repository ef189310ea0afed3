/** `server`, `server_2`, …: the first that is not taken. */
export function freeName(base: string, taken: readonly string[]): string {
  for (let at = 1; ; at++) {
    const name = at === 1 ? base : `${base}_${at}`;
    if (!taken.includes(name)) return name;
  }
}
