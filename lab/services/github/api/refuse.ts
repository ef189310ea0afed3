/** A refusal in GitHub's own form. */
export class Refusal extends Error {
  readonly status: number;
  readonly fields: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    message: string,
    fields: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.fields = fields;
    this.headers = headers;
  }
}

export const notFound = () => new Refusal(404, "Not Found");

export const notByIntegration = () => new Refusal(403, "Resource not accessible by integration");

export interface FieldError {
  resource: string;
  field?: string;
  code: "missing" | "missing_field" | "invalid" | "already_exists" | "custom" | "unprocessable";
  message?: string;
}

/** 422 with what is wrong with each field. */
export const invalid = (...errors: FieldError[]) =>
  new Refusal(422, "Validation Failed", { errors });

/** 422 with one sentence. */
export const unprocessable = (message: string) => new Refusal(422, message);

/** Refuses a text that is longer than GitHub takes. */
export function checkLength(
  resource: string,
  field: string,
  text: string | null | undefined,
  most: number,
): void {
  if (!text || text.length <= most) return;
  const message = `${field} is too long (maximum is ${most} characters)`;
  throw invalid({ resource, field, code: "custom", message });
}
