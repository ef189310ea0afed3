import { afterAll, beforeAll } from "vitest";
import { describeBrowser } from "./console/browser";
import { describeHeaders } from "./console/headers";
import { type House, openHouse } from "./console/house";
import { describeLocalSignIn } from "./console/local-sign-in";
import { describeOidcSignIn } from "./console/oidc-sign-in";
import { describeOutages } from "./console/outages";

let house: House;

beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house?.close());

// One build serves all suites, so they share this file.
describeHeaders(() => house);
describeBrowser(() => house);
describeOutages(() => house);
describeLocalSignIn(() => house);
describeOidcSignIn(() => house);
