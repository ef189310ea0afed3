import { describe, expect, it } from "vitest";
import { readJUnit } from "../../../../lab/services/codebuild/junit.ts";

describe("readJUnit", () => {
  it("reads nested suites and all outcomes", () => {
    const cases = readJUnit(`<?xml version="1.0"?>
<testsuites><testsuite name="outer"><testsuite name="sums">
  <testcase classname="a" name="adds &lt;two&gt;" time="0.5"/>
  <testcase name="fails"><failure message="1 != 2">stack</failure></testcase>
  <testcase name="breaks"><error>boom</error></testcase>
  <testcase name="waits"><skipped/></testcase>
</testsuite></testsuite></testsuites>`);
    expect(cases).toEqual([
      {
        prefix: "a",
        name: "adds <two>",
        status: "SUCCEEDED",
        durationInNanoSeconds: 5e8,
        testSuiteName: "sums",
      },
      {
        prefix: "",
        name: "fails",
        status: "FAILED",
        durationInNanoSeconds: 0,
        message: "1 != 2",
        testSuiteName: "sums",
      },
      {
        prefix: "",
        name: "breaks",
        status: "ERROR",
        durationInNanoSeconds: 0,
        message: "boom",
        testSuiteName: "sums",
      },
      {
        prefix: "",
        name: "waits",
        status: "SKIPPED",
        durationInNanoSeconds: 0,
        testSuiteName: "sums",
      },
    ]);
  });

  it("reads one suite, and suites without tests", () => {
    expect(readJUnit('<testsuite name="s"><testcase name="t"/></testsuite>')).toHaveLength(1);
    expect(readJUnit("<testsuites/>")).toEqual([]);
  });

  it("throws for what is no XML", () => {
    expect(() => readJUnit("<testsuite><testcase></testsuite>")).toThrow();
  });
});
