import { describe, expect, it } from "vitest";
import { placesById } from "@/lib/platform/places-by-id";

describe("placesById", () => {
  it("knows a deployment by its id, however it was typed", () => {
    expect(placesById("d-tkr1enwaf")).toEqual([
      { label: "Deployment d-TKR1ENWAF", href: "/releases/deployments/d-TKR1ENWAF" },
    ]);
  });
  it("knows a build by project and UUID", () => {
    const id = "lab-app:689c7570-4525-4293-8e46-c757b721fe9a";
    expect(placesById(id)).toEqual([
      { label: `Build ${id}`, href: `/releases/builds/${encodeURIComponent(id)}` },
    ]);
  });
  it("knows a proposal by its UUID", () => {
    const id = "689c7570-4525-4293-8e46-c757b721fe9a";
    expect(placesById(id.toUpperCase())).toEqual([
      { label: `AMI proposal ${id.toUpperCase()}`, href: `/ami-updates/proposals/${id}` },
    ]);
  });
  it("knows a session of an agent", () => {
    const id = `ses_${"0a".repeat(16)}`;
    expect(placesById(id)).toEqual([
      { label: "Session ses_0a0a0a0a", href: `/agents/sessions/${id}` },
    ]);
  });
  it("offers nothing for words", () => {
    expect(placesById("lab-app")).toEqual([]);
    expect(placesById("d-day")).toEqual([]);
    expect(placesById("")).toEqual([]);
  });
});
