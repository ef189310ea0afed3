/** An error as AWS would answer it. `code` is the declared error name, e.g. `InvalidApprovalTokenException`. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly fields: Record<string, unknown>;

  constructor(code: string, message: string, status = 400, fields: Record<string, unknown> = {}) {
    super(message);
    this.name = "AwsError";
    this.code = code;
    this.status = status;
    this.fields = fields;
  }
}
