import { expect, test } from "vitest";
import { permissionOfPage } from "@/lib/platform/page-permissions";
import { signInErrorMessage, throttledCode } from "@/lib/platform/sign-in";
import { ownUrl } from "@/server/platform/auth";
import { clientAddress } from "@/server/platform/client-address";
import { contentSecurityPolicy } from "@/server/platform/csp";
import { hideCredentials } from "@/server/platform/log";
import { settlementOf } from "@/server/platform/run-and-settle";
import { visitorOf } from "@/server/platform/throttle";

const BASE = "https://console.example";

test.each([
  ["/audit?person=a", `${BASE}/audit?person=a`],
  [`${BASE}/inbox`, `${BASE}/inbox`],
  ["https://evil.example/", BASE],
  ["https://console.example.evil.example/", BASE],
  ["https://console.example@evil.example/", BASE],
  ["//evil.example", BASE],
  ["/\\evil.example", BASE],
  ["javascript:alert(1)", BASE],
  ["http://console.example/", BASE],
  ["http://[", BASE],
])("after signing in, %s leads to %s", (url, target) => {
  expect(ownUrl(url, BASE)).toBe(target);
});

test.each([
  ["no proxy, no header", undefined, 0, "10.0.0.9"],
  ["no proxy, a made-up header", "1.2.3.4", 0, "10.0.0.9"],
  ["one proxy", "203.0.113.7", 1, "203.0.113.7"],
  ["one proxy, a made-up hop before it", "1.2.3.4, 203.0.113.7", 1, "203.0.113.7"],
  ["two proxies", "1.2.3.4, 203.0.113.7, 10.0.0.2", 2, "203.0.113.7"],
  ["a proxy that did not write", undefined, 1, "10.0.0.9"],
])("client address: %s", (_what, header, trusted, address) => {
  expect(clientAddress(header, "10.0.0.9", trusted)).toBe(address);
});

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["unknown", "unknown"],
])("%s counts as the visitor %s", (address, visitor) => {
  expect(visitorOf(address)).toBe(visitor);
});

test("eval is allowed in development only", () => {
  const csp = (development: boolean) => contentSecurityPolicy("n", { development, https: false });
  expect(csp(false)).not.toContain("unsafe-eval");
  expect(csp(true)).toContain("'unsafe-eval'");
  expect(csp(false)).not.toMatch(/style-src [^;]*unsafe-inline/);
});

test("the throttle tells the wait in words", () => {
  expect(signInErrorMessage(throttledCode(1))).toContain("in 1 second.");
  expect(signInErrorMessage(throttledCode(61))).toContain("in 61 seconds.");
  expect(signInErrorMessage(throttledCode(840))).toContain("in 14 minutes.");
  expect(signInErrorMessage("<script>")).toBe("Signing in did not work. Please try again.");
});

test("credentials in addresses are hidden", () => {
  expect(hideCredentials("cannot reach postgres://u:hunter2@db:5432/x at redis://:pw@r")).toBe(
    "cannot reach postgres://…@db:5432/x at redis://…@r",
  );
});

test("the values of a failed query are hidden, its text and its stack are not", () => {
  const message = "Failed query: insert into users values ($1, $2)\nparams: ada\nB,$argon2id$x";
  const error = new Error(message);
  expect(hideCredentials(message)).toBe(
    "Failed query: insert into users values ($1, $2)\nparams: …",
  );
  expect(hideCredentials(error.stack ?? "")).not.toContain("argon2id");
  expect(hideCredentials(error.stack ?? "")).toContain("guards.test.ts");
});

test("a path leads to the permission that its pages ask for", () => {
  expect(permissionOfPage("/audit")).toBe("audit.read");
  expect(permissionOfPage("/audit?person=ada")).toBe("audit.read");
  expect(permissionOfPage("/releases/pipelines/a")).toBe("release.read");
  expect(permissionOfPage("/auditors")).toBeUndefined();
});

test("what is not ours is never told as a refusal", () => {
  expect(settlementOf("a string")).toMatchObject({ outcome: "unknown" });
  expect(settlementOf(new TypeError("secret"))).toEqual({
    outcome: "unknown",
    problemCode: "internal",
    message: "An unexpected error.",
  });
});
