import { join } from 'node:path';
import type { Command } from 'commander';
import type { z } from 'zod';
import { readConfig } from './config.js';
import { mistypedVariables } from './mistyped.js';

/** The outcome of a command line. */
export interface ProcessStart<Config> {
  readonly config: Config;
  /** Whether to print the configuration and exit. */
  readonly printConfig: boolean;
  /** What whoever starts the process should know, each a sentence. */
  readonly warnings?: readonly string[];
}

/** What distinguishes the command lines of the processes. */
export interface ProcessOptions {
  /** Prefix of the environment variables that are settings, for example `NLU_GATEWAY_`. */
  readonly prefix: string;
  /** The configuration file when none is named, with its name for the help; none is read when absent. */
  readonly defaultFile?: { readonly path: string; readonly text: string };
  /** What the process takes from NATS, in the plural, for the help. */
  readonly taken: string;
  /** The settings that a `source` and a `trust` stand under; absent: they stand at the top. */
  readonly takenAt?: readonly SourcePlace[];
}

/** A setting that a `source` and a `trust` stand under. */
export interface SourcePlace {
  /** Its dotted key; empty: the top. */
  readonly key: string;
  /** The folder under `--cache` that is its own; absent: that folder itself. */
  readonly cache?: string;
  /** Whether it keeps no cache. */
  readonly isUncached?: boolean;
}

const AT_THE_TOP: readonly SourcePlace[] = [{ key: '' }];

interface ProcessFlags {
  config?: string;
  host?: string;
  port?: string;
  insecure?: boolean;
  nats?: string[];
  cache?: string;
  trust?: string[];
  allowUnsigned?: boolean;
  set: string[];
  printConfig?: boolean;
}

/** Collects the values of an option that may be repeated. */
export const collect = (value: string, earlier: string[] = []) => [...earlier, value];

/** Adds the options that all processes have to a command. */
export function withProcessOptions(command: Command, options: ProcessOptions): Command {
  const { prefix, defaultFile, taken, takenAt: [place] = AT_THE_TOP } = options;
  const at = place ? settingPrefix(place) : '';
  const file = `JSON file (environment: ${prefix}CONFIG; default: ${defaultFile?.text ?? 'none'})`;
  return command
    .option('--config <file>', file)
    .option('--host <host>', 'address to listen on (listen.host)')
    .option('--port <port>', 'port to listen on, 0 for any (listen.port)')
    .option('--insecure', 'let everybody who reaches --host call, in plain text (listen.insecure)')
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
 * Reads the configuration of a parsed command line: its flags, then the environment, then the file.
 * @param own settings that the process's own options set, by dotted key; undefined values are left out
 * @throws NluError INVALID_ARGUMENT naming the key, its value and what is allowed
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
  const settings: Readonly<Record<string, unknown>> = {
    'listen.host': flags.host,
    'listen.insecure': flags.insecure,
    ...Object.assign({}, ...(options.takenAt ?? AT_THE_TOP).map((place) => sourceSettings(place, flags))),
    ...own,
  };
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  const overrides = [...flags.set, ...given.map(([key, value]) => `${key}=${JSON.stringify(value)}`)];
  // Unquoted, so that text that is no number is reported by the schema, with its key.
  if (flags.port !== undefined) overrides.push(`listen.port=${flags.port}`);
  const config = readConfig(schema, {
    file: flags.config ?? environment[fileVariable] ?? options.defaultFile?.path,
    environment,
    prefix: options.prefix,
    notSettings: [fileVariable],
    overrides,
  });
  const warnings = mistypedVariables(Object.keys(environment), options.prefix);
  return { config, printConfig: flags.printConfig ?? false, warnings };
}

function sourceSettings(place: SourcePlace, { nats, cache, trust, allowUnsigned }: ProcessFlags) {
  const { cache: own = '', isUncached = false } = place;
  const at = settingPrefix(place);
  return {
    [`${at}source.kind`]: nats && 'nats',
    [`${at}source.nats.servers`]: nats,
    [`${at}source.nats.cache`]: cache && !isUncached ? join(cache, own) : undefined,
    [`${at}trust.publicKeys`]: trust,
    [`${at}trust.allowUnsigned`]: allowUnsigned,
  };
}

function settingPrefix({ key }: SourcePlace): string {
  return key === '' ? '' : `${key}.`;
}
