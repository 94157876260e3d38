import { Command } from 'commander';
import { type ProcessStart, readProcessStart, withProcessOptions } from '../../../serving/config/command-line.js';
import type { DomainSchema } from '../schema/schema.js';
import { type DomainConfig, domainConfigSchema } from './config.js';

/**
 * Reads the flags, environment and file of a domain's process, of which the first that sets a key wins. `--help` prints
 * and exits.
 * @param args without node and script
 * @throws NluError INVALID_ARGUMENT naming the key, its value and what is allowed
 */
export function parseDomainStart(
  { domain, description }: DomainSchema,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): ProcessStart<DomainConfig> {
  const options = { prefix: `NLU_${domain.toUpperCase().replaceAll('-', '_')}_`, taken: 'bundles' };
  const command = new Command(domain)
    .description(`The ${domain} domain: ${description}.`)
    .option('--bundles <folder>', 'folder with bundles and active.json, watched (source.directory)');
  withProcessOptions(command, options).parse([...args], { from: 'user' });
  const { bundles } = command.opts<{ bundles?: string }>();
  return readProcessStart(domainConfigSchema, command, environment, options, { 'source.directory': bundles });
}
