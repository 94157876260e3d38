import { Command } from 'commander';
import {
  type ProcessOptions,
  type ProcessStart,
  readProcessStart,
  withProcessOptions,
} from '../../../serving/config/command-line.js';
import type { DomainSchema } from '../schema/schema.js';
import { type DomainConfig, domainConfigSchema } from './config.js';

/**
 * Reads the flags, environment and file of a domain's process, of which the first that sets a key wins. `--help` prints
 * and exits.
 * @param args without node and script
 * @throws NluError INVALID_ARGUMENT naming the key, its value and what is allowed
 */
export function parseDomainStart(
  { domain, description }: Pick<DomainSchema, 'domain' | 'description'>,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): ProcessStart<DomainConfig> {
  const command = new Command(domain).description(`The ${domain} domain: ${description}.`);
  withDomainOptions(command, domain).parse([...args], { from: 'user' });
  return readDomainStart(command, domain, environment);
}

/** Adds the options of a domain's process to a command. */
export function withDomainOptions(command: Command, domain: string): Command {
  command.option('--bundles <folder>', 'folder with bundles and active.json, watched (source.directory)');
  command.option(
    '--catalogue <folder|nats>',
    'folder with catalogue bundles and active.json, watched; or nats, where the bundles are (catalogue.directory, .kind)',
  );
  return withProcessOptions(command, processOptions(domain));
}

/** The same as `parseDomainStart`, of a command with these options that was parsed. */
export function readDomainStart(
  command: Command,
  domain: string,
  environment: NodeJS.ProcessEnv,
): ProcessStart<DomainConfig> {
  const { bundles, catalogue } = command.opts<{ bundles?: string; catalogue?: string }>();
  const own = {
    'source.directory': bundles,
    ...(catalogue === 'nats' ? { 'catalogue.kind': catalogue } : { 'catalogue.directory': catalogue }),
  };
  return readProcessStart(domainConfigSchema, command, environment, processOptions(domain), own);
}

function processOptions(domain: string): ProcessOptions {
  return { prefix: `NLU_${domain.toUpperCase().replaceAll('-', '_')}_`, taken: 'bundles' };
}
