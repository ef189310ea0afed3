import { AwsError } from "../../core/aws-error.ts";
import type { Lab } from "../../core/contracts.ts";
import { listOf } from "../../core/input.ts";
import { FLAVOURS, flavourKey, imageName, releasesOf } from "../../images/model.ts";

/** Amazon's account for EKS images in most regions. */
const EKS_ACCOUNT = "602401143452";

interface Image {
  id: string;
  name: string;
  architecture: string;
  minor: string;
  createdAt: string;
}

type Input = Record<string, unknown>;
type Filter = { Name?: string; Value?: string[]; Values?: string[] };

/** The published node images, by id, owner and the filters that people use. Members have their wire names. */
export function describeImages(lab: Lab, input: Input) {
  const ids = listOf<string>(input, input.ImageIds ? "ImageIds" : "ImageId");
  const owners = listOf<string>(input, input.Owners ? "Owners" : "Owner");
  const filters = listOf<Filter>(input, input.Filters ? "Filters" : "Filter");
  const all = imagesOf(lab);
  for (const id of ids) {
    if (!/^ami-[0-9a-f]{8,17}$/.test(id)) {
      throw new AwsError("InvalidAMIID.Malformed", `Invalid id: "${id}" (expecting "ami-...")`);
    }
    if (!all.some((image) => image.id === id)) {
      throw new AwsError("InvalidAMIID.NotFound", `The image id '[${id}]' does not exist`);
    }
  }
  const ours =
    owners.length === 0 || owners.some((owner) => [EKS_ACCOUNT, "amazon"].includes(owner));
  const found = all
    .filter((image) => ours && (ids.length === 0 || ids.includes(image.id)))
    .filter((image) =>
      filters.every(({ Name = "", Value, Values }) =>
        (Value ?? Values ?? []).some((wanted) => isLike(wanted, fieldOf(image, Name))),
      ),
    );
  return { imagesSet: found.map(view) };
}

function imagesOf(lab: Lab): Image[] {
  return releasesOf(lab)
    .list()
    .flatMap(({ release, kubernetes, publishedAt }) =>
      Object.entries(kubernetes).flatMap(([minor, { images }]) =>
        FLAVOURS.map((flavour) => ({
          id: images[flavourKey(flavour)] as string,
          name: imageName(release, minor, flavour),
          architecture: flavour.architecture,
          minor,
          createdAt: publishedAt,
        })),
      ),
    );
}

function fieldOf(image: Image, filter: string): string {
  switch (filter) {
    case "image-id":
      return image.id;
    case "name":
      return image.name;
    case "architecture":
      return image.architecture;
    case "state":
      return "available";
    case "is-public":
      return "true";
    case "owner-id":
      return EKS_ACCOUNT;
    case "owner-alias":
      return "amazon";
    default:
      throw new AwsError("InvalidParameterValue", `The filter '${filter}' is invalid`);
  }
}

/** Filters know `*` and `?`. */
function isLike(pattern: string, value: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*");
  return new RegExp(`^${source.replace(/\?/g, ".")}$`).test(value);
}

const view = ({ id, name, architecture, minor, createdAt }: Image) => ({
  imageId: id,
  imageLocation: `amazon/${name}`,
  imageState: "available",
  imageOwnerId: EKS_ACCOUNT,
  imageOwnerAlias: "amazon",
  creationDate: createdAt,
  isPublic: true,
  architecture,
  imageType: "machine",
  name,
  description: `EKS-optimized Kubernetes node based on Amazon Linux 2023, (k8s: ${minor})`,
  rootDeviceType: "ebs",
  rootDeviceName: "/dev/xvda",
  virtualizationType: "hvm",
  hypervisor: "xen",
  enaSupport: true,
});
