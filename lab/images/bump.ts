/** How versions of packages go on: `<version>-<release>` as RPM writes them. */

const numbers = (version: string) => version.split(".").map(Number);

/** The same version built again: `2.1.5-1.amzn2023.0.5` → `2.1.5-1.amzn2023.0.6`. */
export const rebuilt = (version: string): string =>
  version.replace(/(\d+)$/, (last) => String(Number(last) + 1));

/** The next patch, built for the first time: `1.3.4-1.amzn2023.0.2` → `1.3.5-1.amzn2023.0.1`. */
export function patched(version: string): string {
  const [upstream = ""] = version.split("-");
  const [major = 0, minor = 0, patch = 0] = numbers(upstream);
  return firstBuild(major, minor, patch + 1);
}

/** The next major's first version: `1.7.29-…` → `2.0.0-…`; containerd went from 1.7 to 2.1. */
export function nextMajor(version: string): string {
  const [major = 0] = numbers(version.split("-")[0] ?? "");
  return major === 1 ? firstBuild(2, 1, 5) : firstBuild(major + 1, 0, 0);
}

/** One minor back, which is a downgrade: `1.3.4-…` → `1.2.9-…`. */
export function minorBack(version: string): string {
  const [major = 1, minor = 1] = numbers(version.split("-")[0] ?? "");
  return firstBuild(major, Math.max(0, minor - 1), 9);
}

/** A kernel's next patches: `6.12.73-95.123.amzn2023` → `6.12.76-98.126.amzn2023`. */
export const nextKernel = (version: string, patches = 3): string =>
  version.replace(
    /^(\d+\.\d+)\.(\d+)-(\d+)\.(\d+)/,
    (_, series, patch, build, respin) =>
      `${series}.${Number(patch) + patches}-${Number(build) + patches}.${Number(respin) + patches}`,
  );

/** The agent's next build: `3.3.3598.0-1.amzn2023` → `3.3.3611.0-1.amzn2023`. */
export const nextAgent = (version: string): string =>
  version.replace(/^(\d+\.\d+)\.(\d+)/, (_, series, build) => `${series}.${Number(build) + 13}`);

const firstBuild = (major: number, minor: number, patch: number): string =>
  `${major}.${minor}.${patch}-1.amzn2023.0.1`;
