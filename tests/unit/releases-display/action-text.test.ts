import { describe, expect, it } from "vitest";
import { failureText, shortenIds } from "@/lib/releases/action-text";

const STANDING =
  "The overall deployment failed because too many individual instances failed deployment, too few healthy instances are available for deployment, or some instances in your deployment group are experiencing problems.";

describe("failureText", () => {
  it("leads with the reason where there is one behind the standing sentence", () => {
    expect(
      failureText(`Deployment d-1 failed. ${STANDING} ValidateService on i-1: exit code 1`),
    ).toBe("Deployment d-1 failed. ValidateService on i-1: exit code 1");
  });
  it("does not spend words on where a script is", () => {
    const said = `${STANDING} ValidateService on i-1: Script at specified location: scripts/v.sh failed with exit code 1`;
    expect(failureText(said)).toBe("ValidateService on i-1: scripts/v.sh failed with exit code 1");
  });
  it("tells the standing sentence short where it is all there is", () => {
    expect(failureText(STANDING)).toBe("Too many instances failed or are unhealthy.");
    expect(failureText(`Deployment d-1 failed. ${STANDING}`)).toBe(
      "Deployment d-1 failed. Too many instances failed or are unhealthy.",
    );
  });
  it("leaves every other text as it is", () => {
    const text = "Build terminated with state: FAILED. Phase: BUILD";
    expect(failureText(text)).toBe(text);
  });
});

describe("shortenIds", () => {
  it("cuts long ids in the middle, and nothing that people wrote", () => {
    expect(shortenIds("Amazon S3 version id: wbhyOqC59RovvuD0N97QhYzdrE5Idg9.")).toBe(
      "Amazon S3 version id: wbhyOq…5Idg9.",
    );
    const words = "Approved by somebody-with-a-rather-long-name@example.com: looks good";
    expect(shortenIds(words)).toBe(words);
  });
});
