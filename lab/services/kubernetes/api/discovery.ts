import { ALL_KINDS, apiVersionOf, type Kind } from "../objects/kinds.ts";

/** Answers to what clients ask before anything else; undefined when the path is none of these. */
export function discover(path: string, version: string, endpoint: string): unknown {
  if (path === "/version") return versionInfo(version);
  if (path === "/api")
    return {
      kind: "APIVersions",
      versions: ["v1"],
      serverAddressByClientCIDRs: [
        { clientCIDR: "0.0.0.0/0", serverAddress: new URL(endpoint).host },
      ],
    };
  if (path === "/apis")
    return { kind: "APIGroupList", apiVersion: "v1", groups: groups().map(groupOf) };
  const group = path.match(/^\/apis\/([^/]+)$/)?.[1];
  if (group && groups().includes(group))
    return { kind: "APIGroup", apiVersion: "v1", ...groupOf(group) };
  const groupVersion = path.match(/^\/(?:api|apis)\/(.+)$/)?.[1];
  const kinds = ALL_KINDS.filter((kind) => apiVersionOf(kind) === groupVersion);
  if (kinds.length === 0 || path.startsWith("/api/") !== (kinds[0]?.group === "")) return undefined;
  return {
    kind: "APIResourceList",
    ...(path.startsWith("/apis/") ? { apiVersion: "v1" } : {}),
    groupVersion,
    resources: kinds.map(({ plural, singular, short, kind, namespaced }) => ({
      name: plural,
      singularName: singular,
      namespaced,
      kind,
      verbs: ["get", "list", "watch", "create", "update", "patch", "delete"],
      ...(short.length > 0 ? { shortNames: short } : {}),
    })),
  };
}

const groups = (): string[] => [
  ...new Set(ALL_KINDS.map(({ group }) => group).filter((group) => group !== "")),
];

function groupOf(name: string) {
  const versions = [
    ...new Set(ALL_KINDS.filter(({ group }) => group === name).map((kind: Kind) => kind.version)),
  ].map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions, preferredVersion: versions[0] };
}

function versionInfo(version: string) {
  const [major = "1", minor = "34"] = version.split(".");
  return {
    major,
    minor,
    gitVersion: `v${version}.0-lab`,
    gitCommit: "lab",
    gitTreeState: "clean",
    buildDate: "2026-01-01T00:00:00Z",
    goVersion: "none",
    compiler: "none",
    platform: "lab/simulated",
  };
}
