import { join } from 'node:path';
import { Command } from 'commander';
import { collect, type ProcessStart, readProcessStart, withProcessOptions } from '../../serving/config/command-line.js';
import { NluError } from '../../serving/errors.js';
import { projectRoot } from '../../serving/project.js';
import { type GatewayConfig, gatewayConfigSchema } from './config.js';

/**
 * Reads the gateway's flags, environment and configuration file, the first winning. `--help` prints and exits.
 * @param args without node and script
 * @throws NluError INVALID_ARGUMENT naming the key, its value and what is allowed
 */
export function parseGatewayStart(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): ProcessStart<GatewayConfig> {
  const options = {
    prefix: 'NLU_GATEWAY_',
    defaultFile: { path: join(projectRoot(), 'gateway', 'gateway.json'), text: 'gateway/gateway.json' },
    taken: 'context priors and rewrites',
    takenAt: [{ key: 'priorBundles' }, { key: 'rewriteBundles', isUncached: true }],
  };
  const command = new Command('gateway')
    .description('Interprets utterances in every domain and merges the calibrated hypotheses.')
    .option('--domain <name=address>', "a domain and where it is; repeat it; replaces the file's domains", collect)
    .option('--add-domain <name=address>', "a domain beside the file's; repeat it", collect);
  withProcessOptions(command, options).parse([...args], { from: 'user' });
  const { domain, addDomain } = command.opts<{ domain?: string[]; addDomain?: string[] }>();
  const settings = { domains: domain?.map((text) => parseDomain('--domain', text)) };
  const start = readProcessStart(gatewayConfigSchema, command, environment, options, settings);
  if (!addDomain) return start;
  // Read again with the whole list, so that it is checked as one that a file holds.
  const domains = [...start.config.domains, ...addDomain.map((text) => parseDomain('--add-domain', text))];
  return readProcessStart(gatewayConfigSchema, command, environment, options, { domains });
}

/**
 * A domain as a flag gives it, `name=address[,address]`.
 * @throws NluError INVALID_ARGUMENT naming the flag
 */
export function parseDomain(flag: string, text: string): { name: string; addresses: string[] } {
  const [name, addresses] = text.split(/=(.*)/s);
  if (!name || !addresses) {
    throw new NluError('INVALID_ARGUMENT', `${flag} ${text}: give it as name=host:port[,host:port]`);
  }
  return { name, addresses: addresses.split(',') };
}
