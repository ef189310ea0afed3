import { expect, test } from "vitest";
import config from "../../../playwright.config.ts";
import { LANES } from "../../../scripts/test/playwright-part.ts";

const projects = config.projects ?? [];

test("every end-to-end project runs in exactly one lane", () => {
  const names = projects.map(({ name }) => name);
  expect(names.length).toBeGreaterThan(5);
  expect(Object.values(LANES).flat().toSorted()).toEqual(names.toSorted());
});

test("what a project stands on runs in its own lane, on the same stack", () => {
  for (const { name = "", dependencies = [] } of projects) {
    const lane = Object.values(LANES).find((one) => one.includes(name));
    expect(lane, name).toEqual(expect.arrayContaining(dependencies));
  }
});
