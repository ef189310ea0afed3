/** EventBridge: the default bus, rules by pattern and schedule, targets as `deliver.ts` knows them. */
import { AwsError } from "../../core/aws-error.ts";
import type { AwsEvent, Lab, Service } from "../../core/contracts.ts";
import { listOf, optionalText, requiredText } from "../../core/input.ts";
import { canReach, deliver, type Envelope, type Target, UNREACHABLE } from "./deliver.ts";
import { matchesPattern, parsePattern } from "./match-pattern.ts";
import { putEvents } from "./put-events.ts";
import { parseSchedule } from "./schedule-expression.ts";
import { createSchedules } from "./schedules.ts";
import { answerSchedulesPage } from "./schedules-page.ts";

interface Rule {
  name: string;
  pattern?: string;
  /** `rate(…)` or `cron(…)`. */
  schedule?: string;
  /** When the schedule was set, ISO 8601. */
  scheduledAt?: string;
  enabled: boolean;
  description?: string;
  roleArn?: string;
  targets: Target[];
}

type Input = Record<string, unknown>;

export default function createEvents(lab: Lab): Service {
  const rules = lab.store.collection<Rule>("events.rules");
  /** A scheduled rule is told its own event; no pattern of another rule sees it. */
  const fire = (name: string, at: Date) => {
    const rule = rules.get(name);
    if (!rule?.enabled) return;
    const event = {
      source: "aws.events",
      "detail-type": "Scheduled Event",
      resources: [arnOf(rule)],
      detail: {},
    };
    const envelope = wrap(lab, event, at);
    for (const target of rule.targets) void deliver(lab, target, envelope);
  };
  const schedules = createSchedules(lab, fire);
  const save = (rule: Rule) => {
    rules.put(rule.name, rule);
    schedules.arm(rule);
  };
  const find = (name: string): Rule => {
    const rule = rules.get(name);
    if (rule) return rule;
    const message = `Rule ${name} does not exist on EventBus default.`;
    throw new AwsError("ResourceNotFoundException", message);
  };
  const arnOf = (rule: Rule) => lab.arn("events", `rule/${rule.name}`);
  const described = (rule: Rule) => ({
    Name: rule.name,
    Arn: arnOf(rule),
    ...(rule.pattern ? { EventPattern: rule.pattern } : {}),
    ...(rule.schedule ? { ScheduleExpression: rule.schedule } : {}),
    State: rule.enabled ? "ENABLED" : "DISABLED",
    ...(rule.description ? { Description: rule.description } : {}),
    ...(rule.roleArn ? { RoleArn: rule.roleArn } : {}),
    EventBusName: "default",
  });
  const defaultBusOnly = (input: Input) => {
    const bus = optionalText(input, "EventBusName") ?? "default";
    if (bus === "default" || bus.endsWith(":event-bus/default")) return;
    throw new AwsError("ResourceNotFoundException", `Event bus ${bus} does not exist.`);
  };
  const switchRule = (input: Input, enabled: boolean) => {
    defaultBusOnly(input);
    const rule = find(requiredText(input, "Name"));
    save({ ...rule, enabled });
  };

  lab.onEvent((event) => {
    const envelope = wrap(lab, event);
    for (const rule of rules.list()) {
      if (!rule.enabled || !rule.pattern || !matchesPattern(JSON.parse(rule.pattern), envelope))
        continue;
      for (const target of rule.targets) void deliver(lab, target, envelope);
    }
  });

  return {
    name: "events",
    protocol: "json1.1",
    targetPrefix: "AWSEvents",
    pages: { "/_lab/schedules": (req, res) => answerSchedulesPage(schedules, fire, req, res) },
    async start() {
      for (const rule of rules.list()) schedules.arm(rule);
    },
    operations: {
      PutEvents: (input) => putEvents(lab, input),

      PutRule(input) {
        defaultBusOnly(input);
        const name = requiredText(input, "Name");
        if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(name)) {
          throw new AwsError("ValidationException", "The rule's name is not valid.");
        }
        const schedule = optionalText(input, "ScheduleExpression") || undefined;
        const pattern = schedule
          ? optionalText(input, "EventPattern")
          : requiredText(input, "EventPattern");
        const before = rules.get(name);
        const scheduledAt =
          before?.schedule === schedule && before?.scheduledAt
            ? before.scheduledAt
            : new Date().toISOString();
        if (schedule) parseSchedule(schedule, new Date());
        if (pattern) parsePattern(pattern);
        const description = optionalText(input, "Description");
        const roleArn = optionalText(input, "RoleArn");
        const rule: Rule = {
          name,
          ...(pattern ? { pattern } : {}),
          ...(schedule ? { schedule, scheduledAt } : {}),
          enabled: input.State !== "DISABLED",
          ...(description ? { description } : {}),
          ...(roleArn ? { roleArn } : {}),
          targets: before?.targets ?? [],
        };
        save(rule);
        return { RuleArn: arnOf(rule) };
      },

      DeleteRule(input) {
        defaultBusOnly(input);
        const rule = rules.get(requiredText(input, "Name"));
        if (!rule) return;
        if (rule.targets.length > 0) {
          throw new AwsError("ValidationException", "Rule can't be deleted since it has targets.");
        }
        rules.delete(rule.name);
        schedules.disarm(rule.name);
      },

      DescribeRule(input) {
        defaultBusOnly(input);
        return { ...described(find(requiredText(input, "Name"))), CreatedBy: lab.account };
      },

      ListRules(input) {
        defaultBusOnly(input);
        const prefix = optionalText(input, "NamePrefix") ?? "";
        const found = rules.list(prefix).sort((a, b) => (a.name < b.name ? -1 : 1));
        return { Rules: found.map(described) };
      },

      ListRuleNamesByTarget(input) {
        defaultBusOnly(input);
        const arn = requiredText(input, "TargetArn");
        const found = rules.list().filter((rule) => rule.targets.some((one) => one.Arn === arn));
        return { RuleNames: found.map((rule) => rule.name) };
      },

      EnableRule: (input) => switchRule(input, true),
      DisableRule: (input) => switchRule(input, false),

      PutTargets(input) {
        defaultBusOnly(input);
        const rule = find(requiredText(input, "Rule"));
        const wanted = listOf<Target>(input, "Targets");
        const good = wanted.filter((target) => target?.Id && canReach(String(target.Arn)));
        const ids = new Set(good.map((target) => target.Id));
        const targets = [...rule.targets.filter((target) => !ids.has(target.Id)), ...good];
        if (targets.length > 5) {
          const message = "The requested resource exceeds the maximum number of targets (5).";
          throw new AwsError("LimitExceededException", message);
        }
        rules.put(rule.name, { ...rule, targets });
        const bad = wanted.filter((target) => !good.includes(target));
        return {
          FailedEntryCount: bad.length,
          FailedEntries: bad.map((target) => ({
            TargetId: String(target?.Id ?? ""),
            ErrorCode: "ValidationException",
            ErrorMessage: UNREACHABLE,
          })),
        };
      },

      RemoveTargets(input) {
        defaultBusOnly(input);
        const rule = find(requiredText(input, "Rule"));
        const ids = new Set(listOf<string>(input, "Ids"));
        rules.put(rule.name, { ...rule, targets: rule.targets.filter((one) => !ids.has(one.Id)) });
        return { FailedEntryCount: 0, FailedEntries: [] };
      },

      ListTargetsByRule(input) {
        defaultBusOnly(input);
        return { Targets: find(requiredText(input, "Rule")).targets };
      },

      TestEventPattern(input) {
        const pattern = parsePattern(requiredText(input, "EventPattern"));
        let event: unknown;
        try {
          event = JSON.parse(requiredText(input, "Event"));
        } catch {
          throw new AwsError("ValidationException", "The event is not valid JSON.");
        }
        return { Result: matchesPattern(pattern, event) };
      },

      DescribeEventBus(input) {
        defaultBusOnly({ EventBusName: input.Name });
        return { Name: "default", Arn: lab.arn("events", "event-bus/default") };
      },

      ListEventBuses: () => ({
        EventBuses: [{ Name: "default", Arn: lab.arn("events", "event-bus/default") }],
      }),
    },
  };
}

function wrap(lab: Lab, event: AwsEvent, at = new Date()): Envelope {
  return {
    version: "0",
    id: crypto.randomUUID(),
    "detail-type": event["detail-type"],
    source: event.source,
    account: lab.account,
    time: at.toISOString().replace(/\.\d+Z$/, "Z"),
    region: lab.region,
    resources: event.resources,
    detail: event.detail,
  };
}
