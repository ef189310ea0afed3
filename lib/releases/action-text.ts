/** What AWS says of an action, made fit for a narrow card. */
import { middleTruncate } from "@/lib/platform/format";

/** CodeDeploy puts this before every reason, so the reason itself would be cut off. */
const PREAMBLE =
  /The overall deployment failed because too many individual instances failed deployment, too few healthy instances are available for deployment, or some instances in your deployment group are experiencing problems\.?/;

/** The same text with CodeDeploy's standing sentence out of the reason's way; alone it is told short. */
export function failureText(message: string): string {
  if (!PREAMBLE.test(message)) return message;
  const rest = message
    .replace(PREAMBLE, "")
    .replace("Script at specified location: ", "")
    .replace(/\s+/g, " ")
    .trim();
  return /^(Deployment \S+ failed\.)?$/.test(rest)
    ? `${rest} Too many instances failed or are unhealthy.`.trim()
    : rest;
}

/** Ids of more than 24 characters, cut in the middle: an S3 version id is not read, only told apart. */
export const shortenIds = (text: string): string =>
  text.replace(/[A-Za-z0-9._-]{25,}/g, (id) =>
    /[0-9]/.test(id) && /[A-Za-z]/.test(id) ? middleTruncate(id, 13) : id,
  );
