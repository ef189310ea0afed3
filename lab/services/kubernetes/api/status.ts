/** A refusal as Kubernetes says it: a Status object with its HTTP code. */
export class KubeRefusal extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: number, reason: string, message: string, details?: Record<string, unknown>) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }
}

export const statusOf = ({ code, reason, message, details }: KubeRefusal) => ({
  kind: "Status",
  apiVersion: "v1",
  metadata: {},
  status: "Failure",
  message,
  reason,
  ...(details ? { details } : {}),
  code,
});

export const notFound = (plural: string, group: string, name: string): KubeRefusal =>
  new KubeRefusal(
    404,
    "NotFound",
    `${[plural, group].filter(Boolean).join(".")} "${name}" not found`,
    {
      name,
      ...(group ? { group } : {}),
      kind: plural,
    },
  );

/** What a path answers that no API serves. */
export const noSuchResource = (): KubeRefusal =>
  new KubeRefusal(404, "NotFound", "the server could not find the requested resource");
