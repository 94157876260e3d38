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
    taken: 'context priors',
    takenAt: 'priorBundles',
  };
  const command = new Command('gateway')
    .description('Interprets utterances in every domain and merges the calibrated hypotheses.')
    .option('--domain <name=address>', "a domain and where it is; repeat it; replaces the file's domains", collect);
  withProcessOptions(command, options).parse([...args], { from: 'user' });
  const { domain } = command.opts<{ domain?: string[] }>();
  return readProcessStart(gatewayConfigSchema, command, environment, options, { domains: domain?.map(parseDomain) });
}

function parseDomain(text: string): { name: string; addresses: string[] } {
  const [name, addresses] = text.split(/=(.*)/s);
  if (!name || !addresses) {
    throw new NluError('INVALID_ARGUMENT', `--domain ${text}: give it as name=host:port[,host:port]`);
  }
  return { name, addresses: addresses.split(',') };
}
