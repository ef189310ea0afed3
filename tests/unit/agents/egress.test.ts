import { describe, expect, it } from "vitest";
import { addressKind } from "@/server/agents/egress/address-problem";
import { hostRules, isListed } from "@/server/agents/egress/hosts";
import { pinAddress } from "@/server/agents/egress/pin-address";

describe("which addresses agents may reach", () => {
  it.each([
    "169.254.169.254",
    "169.254.170.2",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "fe80::1",
    "fe80::1%eth0",
    "fd00:ec2::254",
  ])("%s is link-local", (address) => expect(addressKind(address)).toBe("link-local"));

  it.each([
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:0a00:0001",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001::1",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
  ])("%s is of this machine or network", (address) => expect(addressKind(address)).toBe("local"));

  it.each([
    "1.1.1.1",
    "172.32.0.1",
    "11.0.0.1",
    "100.128.0.1",
    "2606:4700::1111",
    "2001:4860::8888",
  ])("%s is of the Internet", (address) => expect(addressKind(address)).toBeUndefined());
});

describe("hosts by name", () => {
  const rules = hostRules([
    "news.ycombinator.com dev.to",
    "*.example.com,127.0.0.1:4566",
    "[::1]:80",
  ]);
  it.each([
    ["dev.to", 443, true],
    ["DEV.TO.", 80, true],
    ["dev.to", 8443, false],
    ["evil.dev.to", 443, false],
    ["dev.to.evil.com", 443, false],
    ["a.b.example.com", 443, true],
    ["example.com", 443, false],
    ["notexample.com", 443, false],
    ["127.0.0.1", 4566, true],
    ["127.0.0.1", 4567, false],
    ["[::1]", 80, true],
  ])("%s:%i is listed: %s", (host, port, listed) =>
    expect(isListed(rules, host, port)).toBe(listed),
  );

  it("lets a named host be on this machine, and metadata never", async () => {
    const here = hostRules(["127.0.0.1:4566", "169.254.169.254"]);
    await expect(pinAddress("127.0.0.1", 4566, here)).resolves.toEqual({
      address: "127.0.0.1",
      family: 4,
    });
    await expect(pinAddress("127.0.0.1", 22, here)).rejects.toThrow("agents may not reach it");
    await expect(pinAddress("localhost", 4566, here)).rejects.toThrow("of this machine");
    await expect(pinAddress("169.254.169.254", 80, here)).rejects.toThrow("link-local");
  });
});
