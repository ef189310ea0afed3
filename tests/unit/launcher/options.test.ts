import { describe, expect, test } from "vitest";
import { readOptions } from "../../../scripts/demo/options.ts";
import { inCheckout } from "../../../scripts/setup/checkout.ts";
import { Refusal } from "../../../scripts/setup/refusal.ts";

describe("the demo's options", () => {
  test("have defaults that suit a fresh clone", () => {
    expect(readOptions([], {})).toEqual({
      port: 3000,
      labPort: 4566,
      stateDir: inCheckout(".switchyard"),
      reset: false,
      help: false,
      password: undefined,
    });
  });

  test("are read from the command line and the environment", () => {
    const args = ["--port", "4000", "--lab-port=5000", "--state-dir", "/tmp/x", "--reset"];
    expect(readOptions(args, { SWITCHYARD_DEMO_PASSWORD: "long enough" })).toEqual({
      port: 4000,
      labPort: 5000,
      stateDir: "/tmp/x",
      reset: true,
      help: false,
      password: "long enough",
    });
  });

  test.each<[args: string[], sentence: RegExp]>([
    [["--prot", "1"], /Unknown option '--prot'/],
    [["surplus"], /Unexpected argument 'surplus'/],
    [["--port"], /--port/],
    [["--port", "x"], /--port must be a port between 1 and 65535, not "x"/],
    [["--port", "0"], /between 1 and 65535/],
    [["--port", "65536"], /between 1 and 65535/],
    [["--port", "3000.5"], /between 1 and 65535/],
    [["--lab-port", "65535"], /--lab-port must be a port between 1 and 65534/],
    [["--port", "4567"], /taken by the lab/],
    [["--state-dir", ""], /--state-dir needs a folder/],
  ])("%j is refused in one sentence", (args, sentence) => {
    const attempt = () => readOptions(args, {});
    expect(attempt).toThrow(Refusal);
    expect(attempt).toThrow(sentence);
    expect(attempt).not.toThrow(/\n/);
  });

  test("a password that the console would not take is refused", () => {
    expect(() => readOptions([], { SWITCHYARD_DEMO_PASSWORD: "short" })).toThrow(
      /at least 8 characters/,
    );
  });
});
