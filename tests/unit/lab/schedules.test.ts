import { describe, expect, it } from "vitest";
import { parseSchedule } from "../../../lab/services/events/schedule-expression.ts";
import { createSchedules } from "../../../lab/services/events/schedules.ts";

const at = (text: string) => new Date(`${text}Z`);
const since = at("2026-11-26T10:00:30");
const next = (expression: string, after: string) =>
  parseSchedule(expression, since)(at(after))?.toISOString().slice(0, 16);

describe("a schedule", () => {
  it.each([
    ["cron(0 9,21 * * ? *)", "2026-11-26T08:59:59", "2026-11-26T09:00"],
    ["cron(0 9,21 * * ? *)", "2026-11-26T09:00:00", "2026-11-26T21:00"],
    ["cron(0 9,21 * * ? *)", "2026-11-26T21:00:01", "2026-11-27T09:00"],
    ["cron(0/15 * * * ? *)", "2026-11-26T23:46:00", "2026-11-27T00:00"],
    ["cron(30 6 ? * MON-FRI *)", "2026-11-27T07:00:00", "2026-11-30T06:30"],
    ["cron(0 0 1 JAN ? *)", "2026-11-26T00:00:00", "2027-01-01T00:00"],
    ["cron(0 12 L * ? *)", "2026-11-30T12:00:00", "2026-12-31T12:00"],
    ["cron(0 0 29 2 ? *)", "2026-11-26T00:00:00", "2028-02-29T00:00"],
    ["cron(0 0 ? * 1 2027)", "2026-11-26T00:00:00", "2027-01-03T00:00"],
    ["rate(5 minutes)", "2026-11-26T10:07:00", "2026-11-26T10:10"],
    ["rate(1 day)", "2026-11-26T10:00:30", "2026-11-27T10:00"],
  ])("%s after %s is due at %s", (expression, after, due) => {
    expect(next(expression, after)).toBe(due);
  });

  it("that has passed for ever is never due", () => {
    expect(next("cron(0 0 1 1 ? 2020)", "2026-11-26T00:00:00")).toBeUndefined();
  });

  it.each([
    "rate(1 minutes)",
    "rate(5 minute)",
    "rate(0 minutes)",
    "cron(0 9 * * * *)",
    "cron(0 9 ? * ? *)",
    "cron(60 9 * * ? *)",
    "cron(0 9 * * ?)",
    "cron(0 9 15W * ? *)",
    "every day",
  ])("%s is refused", (expression) => {
    expect(() => parseSchedule(expression, since)).toThrow("ScheduleExpression is not valid");
  });
});

/** Timers that go when the test says so. */
function aClock(start: Date) {
  let now = start.getTime();
  let timers: { due: number; work(): void | Promise<void> }[] = [];
  return {
    now: () => new Date(now),
    after(milliseconds: number, work: () => void | Promise<void>) {
      const timer = { due: now + milliseconds, work };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    goTo(until: Date) {
      for (;;) {
        const [first] = timers.toSorted((a, b) => a.due - b.due);
        if (!first || first.due > until.getTime()) break;
        timers = timers.filter((each) => each !== first);
        now = first.due;
        first.work();
      }
      now = until.getTime();
    },
  };
}

describe("scheduled rules", () => {
  it("are told at each time that is due, until they are switched off", () => {
    const clock = aClock(at("2026-11-26T10:00:00"));
    const fired: string[] = [];
    const schedules = createSchedules(
      clock,
      (name, due) => fired.push(`${name} ${due.toISOString().slice(8, 16)}`),
      clock.now,
    );
    const rule = { name: "twice", enabled: true, schedule: "cron(0 9,21 * * ? *)" };
    schedules.arm(rule);
    schedules.arm(rule);
    expect(schedules.next()).toEqual([{ rule: "twice", at: "2026-11-26T21:00:00.000Z" }]);
    clock.goTo(at("2026-11-27T22:00:00"));
    expect(fired).toEqual(["twice 26T21:00", "twice 27T09:00", "twice 27T21:00"]);
    schedules.arm({ ...rule, enabled: false });
    clock.goTo(at("2026-11-30T00:00:00"));
    expect(fired).toHaveLength(3);
    expect(schedules.next()).toEqual([]);
  });
});
