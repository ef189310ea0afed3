import "server-only";
import { type AmiSettings, amiSettings } from "@/server/platform/env";
import { held } from "@/server/platform/held";
import { readAppSecret } from "../app-secret";

const KEPT_MS = 300_000;

/**
 * The secret that GitHub signs with; undefined where webhooks are not configured. From Secrets Manager
 * it is read every few minutes at most: anybody may send to this address. @throws AppError
 */
export async function webhookSecret(
  settings: AmiSettings = amiSettings(),
): Promise<string | undefined> {
  if (settings.GITHUB_WEBHOOK_SECRET || !settings.GITHUB_APP_SECRET_ID)
    return settings.GITHUB_WEBHOOK_SECRET;
  const kept = held("ami.webhookSecret", () => ({
    until: 0,
    secret: Promise.resolve<string | undefined>(undefined),
  }));
  if (kept.until < Date.now()) {
    kept.until = Date.now() + KEPT_MS;
    kept.secret = readAppSecret(settings).then((app) => app?.webhookSecret);
  }
  return kept.secret;
}
