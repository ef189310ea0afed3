import "server-only";
import { createHash, createHmac } from "node:crypto";

const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac("sha256", key).update(text).digest();

/** Hex. `amzDate` is `20261126T190000Z`; the scope's day is its first eight digits. */
export function calculateSignature(
  secret: string,
  scope: { date: string; region: string; service: string },
  amzDate: string,
  canonical: string,
): string {
  const { date, region, service } = scope;
  const text = [
    "AWS4-HMAC-SHA256",
    amzDate,
    `${date}/${region}/${service}/aws4_request`,
    createHash("sha256").update(canonical).digest("hex"),
  ].join("\n");
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), "aws4_request");
  return hmac(key, text).toString("hex");
}
