import { AwsError } from "./aws-error.ts";

type Input = Record<string, unknown>;

/** A member that must be a non-empty text. Throws `ValidationException`. */
export function requiredText(input: Input, name: string): string {
  const value = input[name];
  if (typeof value === "string" && value !== "") return value;
  throw new AwsError("ValidationException", `The parameter ${name} must be given, as text.`);
}

/** A member that may be left out. Throws `ValidationException` when it is there and not text. */
export function optionalText(input: Input, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw new AwsError("ValidationException", `The parameter ${name} must be text.`);
}

/** A whole number within bounds, also as text (Query requests carry nothing else). */
export function wholeNumber(
  input: Input,
  name: string,
  bounds: { min: number; max: number; otherwise: number },
): number {
  const value = input[name];
  if (value === undefined || value === null || value === "") return bounds.otherwise;
  const number = Number(value);
  if (Number.isInteger(number) && number >= bounds.min && number <= bounds.max) return number;
  const message = `The parameter ${name} must be a whole number from ${bounds.min} to ${bounds.max}.`;
  throw new AwsError("ValidationException", message);
}

/** A list; empty when left out. Throws `ValidationException` when it is something else. */
export function listOf<T = unknown>(input: Input, name: string): T[] {
  const value = input[name];
  if (value === undefined || value === null || value === "") return [];
  if (Array.isArray(value)) return value as T[];
  throw new AwsError("ValidationException", `The parameter ${name} must be a list.`);
}

/** A moment as any protocol writes it: epoch seconds, ISO 8601 or a date. */
export function moment(value: unknown, name: string): Date {
  if (value instanceof Date) return value;
  const text = String(value ?? "");
  const date = /^-?\d+(\.\d+)?$/.test(text) ? new Date(Number(text) * 1000) : new Date(text);
  if (!Number.isNaN(date.getTime())) return date;
  throw new AwsError("ValidationException", `The parameter ${name} is not a moment in time.`);
}

/** True for `true` and, as Query writes it, `"true"`. */
export const isTrue = (value: unknown): boolean => value === true || value === "true";
