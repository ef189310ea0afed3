import { memo } from "react";
import { MissingNote } from "@/components/data/missing-note";
import { Panel } from "@/components/data/panel";
import { FleetInstances } from "@/components/releases/fleet/fleet-instances";
import { LoadBalancer } from "@/components/releases/fleet/load-balancer";
import { plural } from "@/lib/platform/format";
import { nothingDeployed } from "@/lib/releases/fleet-summary";
import type { FleetView } from "@/lib/releases/model";

/** The fleet's truth: which revision runs on which instance right now, and how the traffic fares. */
export const FleetPanel = memo(function FleetPanel({ fleet }: { fleet: FleetView }) {
  return (
    <Panel
      title="The fleet right now"
      flush
      aside={
        // "0 instances" would be a claim about what could not be read.
        fleet.instances.length > 0 || fleet.missing.length === 0 ? (
          <span className="text-meta text-muted">{plural(fleet.instances.length, "instance")}</span>
        ) : null
      }
    >
      {fleet.missing.length > 0 ? (
        <div className="p-3">
          <MissingNote missing={fleet.missing} />
        </div>
      ) : null}
      {fleet.instances.length === 0 ? (
        <p className="p-3 text-muted">
          {fleet.missing.length > 0
            ? "The instances could not be read."
            : "This deployment group has no instances."}
        </p>
      ) : (
        <FleetInstances instances={fleet.instances} nothingYet={nothingDeployed(fleet)} />
      )}
      {fleet.loadBalancer ? (
        <div className="border-t p-3">
          <LoadBalancer balancer={fleet.loadBalancer} />
        </div>
      ) : null}
    </Panel>
  );
});
