/** What the command line says: which profile this is, and what is passed on to its member. */

export interface CommandLine {
  /** Null: the profile that has no name. */
  readonly profile: string | null;
  readonly memberArguments: readonly string[];
}

export class CommandLineError extends Error {
  override name = 'CommandLineError';
}

const profileName = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u;

/**
 * Reads `--profile NAME`, `--no-mdns` and `--listen ADDRESS`, also written with `=`. Everything else is left to
 * Electron and Chromium, which share the command line.
 *
 * @throws CommandLineError with what to write instead
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const listen = valueOf(argv, '--listen');
  const memberArguments = [
    ...(argv.includes('--no-mdns') ? ['--no-mdns'] : []),
    ...(listen === null ? [] : ['--listen', listen]),
  ];
  const profile = valueOf(argv, '--profile');
  if (profile !== null && !profileName.test(profile)) {
    throw new CommandLineError(
      `"${profile}" cannot name a profile: use up to 40 letters, digits, "-" and "_", beginning with a letter or a digit.`,
    );
  }
  return { profile, memberArguments };
}

/** The folder of a profile, below the system's folder for application data. */
export function profileFolder(profile: string | null): string {
  return profile === null ? 'Raftpad' : `Raftpad-${profile}`;
}

/** A name for this laptop to begin with: its host name as a person would write it. */
export function defaultLaptopName(hostName: string, profile: string | null): string {
  const host = (hostName.split('.')[0] ?? '').replace(/[-_\s]+/g, ' ').trim();
  const name = host === '' || host === 'localhost' ? 'Laptop' : host.slice(0, 1).toUpperCase() + host.slice(1, 36);
  return profile === null ? name : `${name} ${profile}`;
}

function valueOf(argv: readonly string[], option: string): string | null {
  const inline = argv.find((argument) => argument.startsWith(`${option}=`));
  if (inline !== undefined) return inline.slice(option.length + 1);
  const index = argv.indexOf(option);
  if (index === -1) return null;
  const value = argv[index + 1];
  if (value === undefined || value.startsWith('-')) throw new CommandLineError(`${option} needs a value after it.`);
  return value;
}
