import { Command } from 'commander';
import { readConfig } from '../../proto/config.js';
import { type DomainConfig, domainConfigSchema } from './config.js';
import type { DomainSchema } from './schema.js';

/** What a domain's process is started with. */
export interface DomainStart {
  readonly config: DomainConfig;
  /** Print the configuration and stop. */
  readonly printConfig: boolean;
}

interface Flags {
  config?: string;
  host?: string;
  port?: string;
  bundles?: string;
  nats?: string[];
  cache?: string;
  trust?: string[];
  allowUnsigned?: boolean;
  set: string[];
  printConfig?: boolean;
}

const collect = (value: string, earlier: string[] = []) => [...earlier, value];

/**
 * Reads the flags, environment and file of a domain's process, in falling order of precedence. `--help` prints and exits.
 * @param args without node and script
 * @throws NluError INVALID_ARGUMENT telling key, value and what is allowed
 */
export function parseDomainStart(
  { domain, description }: DomainSchema,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): DomainStart {
  const prefix = `NLU_${domain.toUpperCase().replaceAll('-', '_')}_`;
  const fileVariable = `${prefix}CONFIG`;
  const command = new Command(domain)
    .description(`The ${domain} domain: ${description}.`)
    .option('--config <file>', `JSON file (environment: ${fileVariable}; default: none)`)
    .option('--host <host>', 'address to listen on (listen.host)')
    .option('--port <port>', 'port to listen on, 0 for any (listen.port)')
    .option('--bundles <folder>', 'folder with bundles and active.json, watched (source.directory)')
    .option(
      '--nats <server>',
      'take bundles from NATS at host:port; repeat it (source.kind, source.nats.servers)',
      collect,
    )
    .option('--cache <folder>', 'keep the last good bundle here, to start without NATS (source.nats.cache)')
    .option('--trust <key>', 'a public key whose bundles are served; repeat it (trust.publicKeys)', collect)
    .option('--allow-unsigned', 'serve bundles that nobody signed (trust.allowUnsigned)')
    .option('--set <key=value>', 'any setting by its dotted key, value in JSON; repeat it', collect, [])
    .option('--print-config', 'print the configuration as it would be used, and exit')
    .addHelpText(
      'after',
      `\nEvery setting may come from the environment too: ${prefix}LISTEN__PORT=0 sets listen.port.`,
    )
    .parse([...args], { from: 'user' });
  const flags = command.opts<Flags>();
  const overrides = [...flags.set];
  const override = (key: string, value: unknown) => {
    if (value !== undefined) overrides.push(`${key}=${JSON.stringify(value)}`);
  };
  override('listen.host', flags.host);
  override('source.directory', flags.bundles);
  override('source.kind', flags.nats && 'nats');
  override('source.nats.servers', flags.nats);
  override('source.nats.cache', flags.cache);
  override('trust.publicKeys', flags.trust);
  override('trust.allowUnsigned', flags.allowUnsigned);
  if (flags.port !== undefined) overrides.push(`listen.port=${flags.port}`);
  const config = readConfig(domainConfigSchema, {
    file: flags.config ?? environment[fileVariable],
    environment,
    prefix,
    notSettings: [fileVariable],
    overrides,
  });
  return { config, printConfig: flags.printConfig ?? false };
}
