import "server-only";
import { z } from "zod";
import { nobody } from "@/server/aws/call-aws";
import { getSecret } from "@/server/aws/secretsmanager/get-secret";
import type { AmiSettings } from "@/server/platform/env";
import { AppError } from "@/server/platform/errors";

const AppSecret = z.object({
  appId: z.coerce.string().regex(/^\d+$/),
  privateKey: z.string().min(1),
  webhookSecret: z.string().min(16).optional(),
});
export type AppSecret = z.output<typeof AppSecret>;

type Settings = Pick<
  AmiSettings,
  "GITHUB_APP_SECRET_ID" | "GITHUB_APP_ID" | "GITHUB_APP_PRIVATE_KEY" | "GITHUB_WEBHOOK_SECRET"
>;

/**
 * Who we are on GitHub: from the environment, or from a Secrets Manager secret where one is named.
 * Undefined where neither is set. @throws AppError that says nothing of the secret
 */
export async function readAppSecret(settings: Settings): Promise<AppSecret | undefined> {
  const { GITHUB_APP_SECRET_ID: id, GITHUB_APP_ID, GITHUB_APP_PRIVATE_KEY } = settings;
  const webhookSecret = settings.GITHUB_WEBHOOK_SECRET;
  if (!id)
    return GITHUB_APP_ID && GITHUB_APP_PRIVATE_KEY
      ? {
          appId: GITHUB_APP_ID,
          privateKey: GITHUB_APP_PRIVATE_KEY,
          ...(webhookSecret && { webhookSecret }),
        }
      : undefined;
  const parsed = AppSecret.safeParse(asJson(await getSecret(nobody, id)));
  if (!parsed.success)
    throw new AppError("upstream", "The GitHub App's secret is no {appId, privateKey}.", {
      retryable: false,
      effect: "none",
    });
  return { ...parsed.data, ...(webhookSecret && { webhookSecret }) };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
