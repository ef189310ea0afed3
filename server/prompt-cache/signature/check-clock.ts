import "server-only";
import { DoorError } from "../doors/door-error";

/** How far a client's clock may be off, as with AWS. */
const SKEW_MS = 5 * 60_000;

/**
 * @param amzDate `20261126T190000Z`
 * @throws DoorError in AWS's words, by which SDKs notice that their clock is off and correct it
 */
export function checkClock(amzDate: string, at: Date): void {
  const signed = Date.parse(
    amzDate.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"),
  );
  if (!/^\d{8}T\d{6}Z$/.test(amzDate) || Number.isNaN(signed))
    throw new DoorError(
      "signature",
      "Date must be in ISO-8601 'basic format', as in X-Amz-Date: 20261126T190000Z.",
    );
  const edge = (ms: number) => basicFormat(new Date(at.getTime() + ms));
  if (signed < at.getTime() - SKEW_MS)
    throw new DoorError(
      "signature",
      `Signature expired: ${amzDate} is now earlier than ${edge(-SKEW_MS)} (${edge(0)} - 5 min.)`,
    );
  if (signed > at.getTime() + SKEW_MS)
    throw new DoorError(
      "signature",
      `Signature not yet current: ${amzDate} is still later than ${edge(SKEW_MS)} (${edge(0)} + 5 min.)`,
    );
}

/** `20261126T190000Z` */
const basicFormat = (at: Date): string => `${at.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
