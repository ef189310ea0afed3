import type { Lab } from "../core/contracts.ts";

/** What every part of the lab stands on: buckets, the queue of events and its rule, the topic for approvals. */
export default async function seedFoundation(lab: Lab): Promise<void> {
  lab.objects.ensureBucket("code-build-source-lab", { versioned: true });
  lab.objects.ensureBucket("code-build-artifacts-lab", { versioned: true });
}
