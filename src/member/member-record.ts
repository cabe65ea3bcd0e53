import type { DataDirectory } from '../storage/data-directory.ts';
import type { FileLayer } from '../storage/file-layer.ts';
import { startSession, writeMemberFile } from '../storage/member-file.ts';
import type { MemberFile } from '../storage/types.ts';

/** `member.json`, held open: what it says, and changes to it one after the other, each to what the one before left. */
export class MemberRecord {
  readonly #path: string;
  readonly #files: FileLayer;
  #file: MemberFile;
  #saving: Promise<void> = Promise.resolve();

  /** Begins a session. `nameIfNew`: what this laptop is called if it has no record yet. */
  static async open(
    { memberFilePath, files }: Pick<DataDirectory, 'memberFilePath' | 'files'>,
    nameIfNew: string,
  ): Promise<MemberRecord> {
    return new MemberRecord(memberFilePath, files, await startSession(memberFilePath, nameIfNew, files));
  }

  private constructor(path: string, files: FileLayer, file: MemberFile) {
    this.#path = path;
    this.#files = files;
    this.#file = file;
  }

  get file(): MemberFile {
    return this.#file;
  }

  /** Durable once this resolves. A function is given what the file says when its turn has come. */
  save(changes: Partial<MemberFile> | ((file: MemberFile) => Partial<MemberFile>)): Promise<void> {
    return this.#saved(async () => {
      const file = { ...this.#file, ...(typeof changes === 'function' ? changes(this.#file) : changes) };
      await writeMemberFile(this.#path, file, this.#files);
      return file;
    });
  }

  startSession(): Promise<void> {
    return this.#saved(() => startSession(this.#path, this.#file.name, this.#files));
  }

  #saved(write: () => Promise<MemberFile>): Promise<void> {
    const saved = this.#saving.then(async () => {
      this.#file = await write();
    });
    this.#saving = saved.catch(() => undefined);
    return saved;
  }
}
