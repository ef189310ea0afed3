import "server-only";
import { ApiException } from "@kubernetes/client-node";
import { AppError, isAppError } from "@/server/platform/errors";
import type { KubeAccess } from "./call-cluster";
import type { KubeClients } from "./kube-clients";

/** One failure as one sentence for an operator. What a login command printed stays out of it, and out of the log. */
export function translateError(
  context: string,
  clients: Pick<KubeClients, "byCommand">,
  access: KubeAccess,
  error: unknown,
): AppError {
  if (isAppError(error)) return error;
  const lasting = { retryable: false, effect: "none" as const };
  const passing = { effect: "none" as const };
  const full = [access.resource, access.group].filter(Boolean).join(".");
  if (error instanceof ApiException) {
    const told: Record<number, [string, object]> = {
      401: [`Cluster ${context} does not accept the console's credentials.`, lasting],
      403: [
        `In cluster ${context} the console may not ${access.verb} ${full}; its role needs that permission.`,
        lasting,
      ],
    };
    const known = told[error.code];
    if (known) return new AppError("upstream", ...known);
    if (error.code === 404)
      return new AppError(
        "not_found",
        access.group
          ? `Cluster ${context} does not know ${full}: what brings it is not installed there.`
          : `Cluster ${context} has no such ${full}.`,
      );
    if (error.code === 410)
      return new AppError(
        "upstream",
        `Cluster ${context} changed while its ${full} were read; try again.`,
        passing,
      );
    if (error.code === 429)
      return new AppError(
        "throttled",
        `Cluster ${context} is throttling requests; try again in a moment.`,
      );
    return new AppError(
      "upstream",
      `Cluster ${context} answered ${error.code} when asked to ${access.verb} ${full}.`,
      passing,
    );
  }
  const { name, message, cause } = error as Error & { cause?: { code?: string } };
  if (/^(TimeoutError|AbortError)$/.test(name))
    return new AppError(
      "upstream",
      `Cluster ${context} did not answer in time; try again in a moment.`,
      passing,
    );
  if (cause?.code && /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(cause.code))
    return new AppError(
      "upstream",
      `Cluster ${context} shows a certificate that the kubeconfig does not trust.`,
      lasting,
    );
  if (/fetch failed|terminated|other side closed|socket/i.test(message) || cause?.code)
    return new AppError(
      "upstream",
      `Cluster ${context} cannot be reached; try again in a moment.`,
      passing,
    );
  if (error instanceof SyntaxError)
    return new AppError(
      "upstream",
      `What answers as cluster ${context} is not a Kubernetes API.`,
      lasting,
    );
  if (clients.byCommand)
    return new AppError(
      "upstream",
      `The login command of the kubeconfig's context ${context} failed.`,
      passing,
    );
  return new AppError(
    "upstream",
    `Cluster ${context} gave an answer that could not be read.`,
    passing,
  );
}
