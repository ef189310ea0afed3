import "server-only";

/** `AUDIT_ARCH_*` of `linux/audit.h`, by Node's names. */
export const ARCHITECTURES = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;
export type Architecture = keyof typeof ARCHITECTURES;

type Numbers = readonly [name: string, x64: number | null, arm64: number | null];

/**
 * What no command of an agent needs: ways into other processes, memory that no process is charged
 * for, the kernel's keys, its newest and most attacked doors, and what only an administrator does.
 */
export const DENIED: readonly Numbers[] = [
  // Into other processes.
  ["ptrace", 101, 117],
  ["process_vm_readv", 310, 270],
  ["process_vm_writev", 311, 271],
  ["pidfd_getfd", 438, 438],
  ["kcmp", 312, 272],
  // Memory that no limit sees.
  ["memfd_create", 319, 279],
  ["memfd_secret", 447, 447],
  ["shmget", 29, 194],
  ["msgget", 68, 186],
  ["mq_open", 240, 180],
  // Keys of the host's user.
  ["add_key", 248, 217],
  ["request_key", 249, 218],
  ["keyctl", 250, 219],
  // Doors that kernel exploits come through.
  ["bpf", 321, 280],
  ["perf_event_open", 298, 241],
  ["userfaultfd", 323, 282],
  ["io_uring_setup", 425, 425],
  ["io_uring_enter", 426, 426],
  ["io_uring_register", 427, 427],
  ["vmsplice", 278, 75],
  ["modify_ldt", 154, null],
  // Mounts and namespaces.
  ["mount", 165, 40],
  ["umount2", 166, 39],
  ["pivot_root", 155, 41],
  ["chroot", 161, 51],
  ["setns", 308, 268],
  ["unshare", 272, 97],
  ["open_tree", 428, 428],
  ["move_mount", 429, 429],
  ["fsopen", 430, 430],
  ["fsconfig", 431, 431],
  ["fsmount", 432, 432],
  ["fspick", 433, 433],
  ["mount_setattr", 442, 442],
  ["name_to_handle_at", 303, 264],
  ["open_by_handle_at", 304, 265],
  ["fanotify_init", 300, 262],
  // The machine.
  ["init_module", 175, 105],
  ["finit_module", 313, 273],
  ["delete_module", 176, 106],
  ["kexec_load", 246, 104],
  ["kexec_file_load", 320, 294],
  ["reboot", 169, 142],
  ["swapon", 167, 224],
  ["swapoff", 168, 225],
  ["acct", 163, 89],
  ["syslog", 103, 116],
  ["quotactl", 179, 60],
  ["settimeofday", 164, 170],
  ["clock_settime", 227, 112],
  ["clock_adjtime", 305, 266],
  ["adjtimex", 159, 171],
  ["iopl", 172, null],
  ["ioperm", 173, null],
];

export const SOCKET: Numbers = ["socket", 41, 198];
export const IOCTL: Numbers = ["ioctl", 16, 29];

/** unix, inet, inet6, netlink. A network namespace does not hold the others: AF_VSOCK reaches the host of a virtual machine. */
export const SOCKET_FAMILIES = [1, 2, 10, 16];

/** TIOCSTI and TIOCLINUX put text into a terminal as if a person had typed it. */
export const DENIED_IOCTLS = [0x5412, 0x541c];

export const numberOf = (call: Numbers, architecture: Architecture): number | null =>
  architecture === "x64" ? call[1] : call[2];
