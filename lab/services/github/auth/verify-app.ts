import { createPublicKey } from "node:crypto";
import { errors, jwtVerify } from "jose";
import { Refusal } from "../api/refuse.ts";
import { APP } from "../app.ts";

/** GitHub takes no token of an App that is good for longer. */
const LONGEST_S = 600;
/** How far the clocks of both may be apart. */
const LEEWAY_S = 60;

/** Verifies the token by which an App says who it is. Throws 401 with GitHub's reasons. */
export async function verifyAppToken(token: string, appKey: string): Promise<void> {
  const undecodable = new Refusal(401, "A JSON web token could not be decoded");
  let claims: Awaited<ReturnType<typeof jwtVerify>>["payload"];
  try {
    const options = { algorithms: ["RS256"], clockTolerance: LEEWAY_S };
    claims = (await jwtVerify(token, createPublicKey(appKey), options)).payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      throw new Refusal(
        401,
        "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
      );
    }
    throw undecodable;
  }
  const now = Date.now() / 1000;
  const { exp, iat, iss } = claims;
  if (typeof iat !== "number" || iat > now + LEEWAY_S) {
    throw new Refusal(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (typeof exp !== "number") {
    throw new Refusal(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > now + LONGEST_S + LEEWAY_S || exp - iat > LONGEST_S + LEEWAY_S) {
    throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
  }
  if (String(iss) !== String(APP.id)) {
    throw new Refusal(401, "'Issuer' claim ('iss') must be an Integer");
  }
}
