import "server-only";

/** Who the commands are inside, whoever they are on the host. */
export const INSIDE = { uid: 1_000, gid: 1_000, name: "sandbox", home: "/workspace" };

/** All of `/etc` that is ours; the host's passwd, hosts and resolv.conf stay outside. */
export const ETC_FILES: readonly [path: string, content: string][] = [
  [
    "/etc/passwd",
    `${INSIDE.name}:x:${INSIDE.uid}:${INSIDE.gid}::${INSIDE.home}:/bin/bash\nnobody:x:65534:65534::/:/usr/sbin/nologin\n`,
  ],
  ["/etc/group", `${INSIDE.name}:x:${INSIDE.gid}:\nnogroup:x:65534:\n`],
  ["/etc/hosts", "127.0.0.1 localhost sandbox\n"],
];

/** What of the host's `/etc` programs need to start and to draw text; nothing there is secret. */
export const ETC_OF_HOST = [
  "/etc/alternatives",
  "/etc/fonts",
  "/etc/ld.so.cache",
  "/etc/matplotlibrc",
];
