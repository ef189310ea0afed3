import { AwsError } from "../../core/aws-error.ts";
import type { Lab, Operation, Service } from "../../core/contracts.ts";
import { type Fleet, fleetOf } from "../../fleet/fleet.ts";
import type { InstanceRecord } from "../../fleet/model.ts";
import { describeImages } from "./describe-images.ts";
import { answerImagesPage } from "./images-page.ts";

const STATE_CODES = { pending: 0, running: 16, "shutting-down": 32, terminated: 48 } as const;

/** EC2, as far as releases need it: what instances and node images there are. Members have their wire names. */
export default function ec2(lab: Lab): Service {
  const fleet = fleetOf(lab);
  const operations: Record<string, Operation> = {
    DescribeImages: (input) => describeImages(lab, input),
    DescribeInstances(input) {
      const ids: string[] = input.InstanceIds ?? input.InstanceId ?? [];
      const filters: { Name?: string; Value?: string[]; Values?: string[] }[] =
        input.Filters ?? input.Filter ?? [];
      const chosen = ids.length > 0 ? ids.map((id) => fleet.instance(id)) : fleet.instances.list();
      const kept = chosen.filter((each) =>
        filters.every(({ Name, Value, Values }) =>
          (Value ?? Values ?? []).includes(filterValue(each, Name)),
        ),
      );
      return {
        reservationSet: kept.map((each) => ({
          reservationId: `r-${each.id.slice(2)}`,
          ownerId: lab.account,
          groupSet: [],
          instancesSet: [view(fleet, each)],
        })),
      };
    },
  };
  return {
    name: "ec2",
    protocol: "query",
    apiVersion: "2016-11-15",
    xmlNamespace: "http://ec2.amazonaws.com/doc/2016-11-15/",
    operations,
    pages: { "/_lab/ami/releases": (req, res) => answerImagesPage(lab, req, res) },
    start: () => fleet.start(),
    stop: (options) => fleet.stop(options),
  };
}

function filterValue(instance: InstanceRecord, name = ""): string {
  switch (name) {
    case "instance-state-name":
      return instance.state;
    case "instance-id":
      return instance.id;
    case "private-ip-address":
      return instance.address;
    case "tag:aws:autoscaling:groupName":
      return instance.group;
    default:
      throw new AwsError("InvalidParameterValue", `The lab does not know the filter '${name}'`);
  }
}

function view(fleet: Fleet, instance: InstanceRecord) {
  const gone = instance.state === "terminated";
  return {
    instanceId: instance.id,
    imageId: "ami-0a11b22c33d44e55f",
    instanceState: { code: STATE_CODES[instance.state], name: instance.state },
    privateDnsName: gone ? "" : `ip-${instance.address.replaceAll(".", "-")}.ec2.internal`,
    instanceType: "t3.micro",
    launchTime: new Date(instance.launchTime),
    placement: { availabilityZone: `${fleet.lab.region}a`, tenancy: "default" },
    monitoring: { state: "disabled" },
    privateIpAddress: gone ? undefined : instance.address,
    architecture: "x86_64",
    tagSet: [
      { key: "aws:autoscaling:groupName", value: instance.group },
      { key: "Name", value: instance.group },
    ],
  };
}
