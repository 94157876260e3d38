import type { Command } from 'commander';
import type { z } from 'zod';
import { readConfig } from './config.js';

/** What a process is started with. */
export interface ProcessStart<Config> {
  readonly config: Config;
  /** Print the configuration and stop. */
  readonly printConfig: boolean;
}

/** What the command lines of our processes have in common. */
export interface ProcessOptions {
  /** Of the environment variables that are settings. */
  readonly prefix: string;
  /** The configuration file when none is named; undefined: none is read. */
  readonly defaultFile?: { readonly path: string; readonly text: string };
  /** What it takes from NATS. */
  readonly taken: string;
  /** The setting under which `source` and `trust` of what it takes stand; absent: at the top. */
  readonly takenAt?: string;
}

interface ProcessFlags {
  config?: string;
  host?: string;
  port?: string;
  nats?: string[];
  cache?: string;
  trust?: string[];
  allowUnsigned?: boolean;
  set: string[];
  printConfig?: boolean;
}

const collect = (value: string, earlier: string[] = []) => [...earlier, value];

/** Adds the options of every process to its own. */
export function withProcessOptions(command: Command, options: ProcessOptions): Command {
  const { prefix, defaultFile, taken } = options;
  const at = settingPrefix(options);
  const file = `JSON file (environment: ${prefix}CONFIG; default: ${defaultFile?.text ?? 'none'})`;
  return command
    .option('--config <file>', file)
    .option('--host <host>', 'address to listen on (listen.host)')
    .option('--port <port>', 'port to listen on, 0 for any (listen.port)')
    .option('--nats <server>', `take ${taken} from NATS at host:port; repeat it (${at}source)`, collect)
    .option('--cache <folder>', `keep the last good ${taken} here, to start without NATS (${at}source.nats.cache)`)
    .option('--trust <key>', `a public key whose ${taken} are taken; repeat it (${at}trust.publicKeys)`, collect)
    .option('--allow-unsigned', `take ${taken} that nobody signed (${at}trust.allowUnsigned)`)
    .option('--set <key=value>', 'any setting by its dotted key, value in JSON; repeat it', collect, [])
    .option('--print-config', 'print the configuration as it would be used, and exit')
    .addHelpText(
      'after',
      `\nEvery setting may come from the environment too: ${prefix}LISTEN__PORT=0 sets listen.port.`,
    );
}

/**
 * The configuration of a command line that was parsed, with the environment and the file below it.
 * @param own settings by the process's own options; undefined: not given
 * @throws NluError INVALID_ARGUMENT telling key, value and what is allowed
 */
export function readProcessStart<Schema extends z.ZodType>(
  schema: Schema,
  command: Command,
  environment: NodeJS.ProcessEnv,
  options: ProcessOptions,
  own: Readonly<Record<string, unknown>> = {},
): ProcessStart<z.output<Schema>> {
  const flags = command.opts<ProcessFlags>();
  const fileVariable = `${options.prefix}CONFIG`;
  const at = settingPrefix(options);
  const settings: Readonly<Record<string, unknown>> = {
    'listen.host': flags.host,
    [`${at}source.kind`]: flags.nats && 'nats',
    [`${at}source.nats.servers`]: flags.nats,
    [`${at}source.nats.cache`]: flags.cache,
    [`${at}trust.publicKeys`]: flags.trust,
    [`${at}trust.allowUnsigned`]: flags.allowUnsigned,
    ...own,
  };
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  const overrides = [...flags.set, ...given.map(([key, value]) => `${key}=${JSON.stringify(value)}`)];
  // As it was given: what is no number is told with its key.
  if (flags.port !== undefined) overrides.push(`listen.port=${flags.port}`);
  const config = readConfig(schema, {
    file: flags.config ?? environment[fileVariable] ?? options.defaultFile?.path,
    environment,
    prefix: options.prefix,
    notSettings: [fileVariable],
    overrides,
  });
  return { config, printConfig: flags.printConfig ?? false };
}

function settingPrefix({ takenAt }: ProcessOptions): string {
  return takenAt === undefined ? '' : `${takenAt}.`;
}
