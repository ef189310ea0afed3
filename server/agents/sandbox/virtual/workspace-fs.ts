import "server-only";
import { type FileContent, ReadWriteFs } from "just-bash";
import type { Account } from "../account";
import { measureFolder } from "../files/measure-folder";

interface Settings {
  folder: string;
  account?: Account;
  diskBytes: number;
}

type Writing = Parameters<ReadWriteFs["writeFile"]>[2];

/**
 * The workspace's folder as the simulated shell has it: no link is followed or made, and it takes no
 * more than it may hold. Nothing else writes to it meanwhile, because at this level nothing runs.
 */
export class WorkspaceFs extends ReadWriteFs {
  /** What did not fit, in one sentence. */
  problem: string | undefined;

  private readonly settings: Settings;

  constructor(settings: Settings) {
    super({
      root: settings.folder,
      allowSymlinks: false,
      maxFileReadSize: settings.diskBytes,
      maxCopySize: settings.diskBytes,
      maxCopyOnWriteSize: settings.diskBytes,
    });
    this.settings = settings;
  }

  override async writeFile(path: string, content: FileContent, options?: Writing): Promise<void> {
    await this.checkRoom(content.length);
    await super.writeFile(path, content, options);
  }

  override async appendFile(path: string, content: FileContent, options?: Writing): Promise<void> {
    await this.checkRoom(content.length);
    await super.appendFile(path, content, options);
  }

  override async cp(...args: Parameters<ReadWriteFs["cp"]>): Promise<void> {
    const { size } = await this.stat(args[0]);
    await this.checkRoom(size);
    await super.cp(...args);
    await this.checkRoom(0);
  }

  private async checkRoom(bytes: number): Promise<void> {
    const held = await measureFolder(this.settings.folder);
    if (held.bytes + bytes <= this.settings.diskBytes && !held.full) return;
    this.problem = `The workspace may hold ${Math.floor(this.settings.diskBytes / 1_048_576)} MB, and that did not fit.`;
    throw new Error("ENOSPC: no space left in the workspace");
  }
}
