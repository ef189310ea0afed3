import type { CriteriaRule, FactName } from "./config";
import type { Factor, PackageChange, SecurityFinding } from "./model";

/** What an organisation's rules may ask for. */
export interface CriteriaFacts {
  /** The least risk so far, by the floors. */
  risk: number;
  abandoned: boolean;
  notesMissing: boolean;
  security: SecurityFinding[];
  changes: PackageChange[];
  /** Releases after the old one and before the new one. */
  releasesBetween: number;
  /** Of the new release; undefined when its day is not known: then no rule about it holds. */
  ageHours?: number;
}

/** Value of a fact; `of` limits facts about packages to these packages. Booleans are 1 and 0. */
export function factValue(fact: FactName, facts: CriteriaFacts, of?: string[]): number | undefined {
  const { security, changes } = facts;
  const packages = (holds: (change: PackageChange) => boolean): number =>
    changes.filter((change) => (!of || of.includes(change.name)) && holds(change)).length;
  const findings = (holds: (finding: SecurityFinding) => boolean): number =>
    security.filter(holds).length;
  switch (fact) {
    case "risk":
      return facts.risk;
    case "abandoned":
      return Number(facts.abandoned);
    case "notesMissing":
      return Number(facts.notesMissing);
    case "cvesFixed":
      return findings(({ status }) => status === "fixed");
    case "cvesUnfixed":
      return findings(({ status }) => status === "unfixed");
    case "criticalUnfixed":
      return findings(({ status, severity }) => status === "unfixed" && severity === "critical");
    case "packageMajor":
      return packages(({ level }) => level === "major");
    case "packageMinor":
      return packages(({ level }) => level === "minor");
    case "packageDowngraded":
      return packages(({ kind }) => kind === "downgraded");
    case "packageAdded":
      return packages(({ kind }) => kind === "added");
    case "packageRemoved":
      return packages(({ kind }) => kind === "removed");
    case "releasesBetween":
      return facts.releasesBetween;
    case "ageHours":
      return facts.ageHours;
  }
}

const HOLDS: Record<CriteriaRule["is"], (value: number, limit: number) => boolean> = {
  ">=": (value, limit) => value >= limit,
  ">": (value, limit) => value > limit,
  "=": (value, limit) => value === limit,
  "<=": (value, limit) => value <= limit,
  "<": (value, limit) => value < limit,
};

/** A factor for each of the organisation's rules that holds. They raise or refuse, and never lower. */
export function applyCriteria(rules: CriteriaRule[], facts: CriteriaFacts): Factor[] {
  return rules.flatMap((rule) => {
    const value = factValue(rule.fact, facts, rule.of);
    if (value === undefined || !HOLDS[rule.is](value, rule.value)) return [];
    return [
      {
        id: rule.id,
        source: "criteria" as const,
        risk: rule.effect.risk ?? 1,
        reject: rule.effect.reject,
        text: rule.text,
        citations: citationsOf(rule, facts),
      },
    ];
  });
}

/** The lines behind a rule about packages or vulnerabilities. */
function citationsOf(
  rule: CriteriaRule,
  { changes, security }: CriteriaFacts,
): Factor["citations"] {
  if (rule.fact.startsWith("package"))
    return changes
      .filter((change) => !rule.of || rule.of.includes(change.name))
      .flatMap(({ source }) => source ?? [])
      .slice(0, 5);
  const unfixed = rule.fact === "cvesUnfixed" || rule.fact === "criticalUnfixed";
  if (unfixed || rule.fact === "cvesFixed")
    return security
      .filter(({ status }) => status === (unfixed ? "unfixed" : "fixed"))
      .flatMap(({ citations }) => citations.slice(0, 1))
      .slice(0, 5);
  return [];
}
