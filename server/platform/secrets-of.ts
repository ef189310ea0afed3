import "server-only";

const SECRET_NAME =
  /(SECRET|PASSWORD|PASSWD|TOKEN|PRIVATE_KEY|API_KEY|ACCESS_KEY|_KEY$|WEBHOOK_URL|CREDENTIAL)/i;
/** Shorter ones stand in ordinary text too: `lab`, `test`. */
const SHORTEST = 8;

/**
 * The secret values among settings: those whose name says so, and passwords in addresses. Never
 * written anywhere; for finding them in what others wrote.
 */
export function secretsOf(settings: Record<string, string | undefined>): string[] {
  const found = new Set<string>();
  for (const [name, value] of Object.entries(settings)) {
    if (!value) continue;
    if (SECRET_NAME.test(name) && !isPath(value)) found.add(value);
    const password = passwordOf(value);
    if (password) found.add(password);
  }
  return [...found].filter((value) => value.length >= SHORTEST);
}

/** `…_KEY_FILE`-like settings name a file; the name itself is no secret. */
const isPath = (value: string): boolean => /^\.{0,2}\/[\w./-]*$/.test(value) && value.length < 256;

function passwordOf(value: string): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value) || !URL.canParse(value)) return undefined;
  const { password } = new URL(value);
  try {
    return decodeURIComponent(password) || undefined;
  } catch {
    return password;
  }
}
