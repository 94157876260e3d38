import { join } from 'node:path';
import { Command } from 'commander';
import { readConfig } from '../proto/config.js';
import { NluError } from '../proto/errors.js';
import { projectRoot } from '../proto/project.js';
import { type GatewayConfig, gatewayConfigSchema } from './config.js';

/** What the gateway is started with. */
export interface GatewayStart {
  readonly config: GatewayConfig;
  /** Print the configuration and stop. */
  readonly printConfig: boolean;
}

interface Flags {
  config?: string;
  host?: string;
  port?: string;
  domain?: string[];
  nats?: string[];
  cache?: string;
  trust?: string[];
  allowUnsigned?: boolean;
  set: string[];
  printConfig?: boolean;
}

const prefix = 'NLU_GATEWAY_';
const fileVariable = `${prefix}CONFIG`;
const collect = (value: string, earlier: string[] = []) => [...earlier, value];

/**
 * Reads the gateway's flags, environment and file, in falling order of precedence. `--help` prints and exits.
 * @param args without node and script
 * @throws NluError INVALID_ARGUMENT telling key, value and what is allowed
 */
export function parseGatewayStart(args: readonly string[], environment: NodeJS.ProcessEnv): GatewayStart {
  const command = new Command('gateway')
    .description('Interprets utterances in every domain and merges the calibrated hypotheses.')
    .option('--config <file>', `JSON file (environment: ${fileVariable}; default: gateway/gateway.json)`)
    .option('--host <host>', 'address to listen on (listen.host)')
    .option('--port <port>', 'port to listen on, 0 for any (listen.port)')
    .option('--domain <name=address>', "a domain and where it is; repeat it; replaces the file's domains", collect)
    .option('--nats <server>', 'take deployed context priors from NATS at host:port; repeat it (priorBundles)', collect)
    .option(
      '--cache <folder>',
      'keep the last good priors here, to start without NATS (priorBundles.source.nats.cache)',
    )
    .option('--trust <key>', 'a public key whose priors are taken; repeat it (priorBundles.trust.publicKeys)', collect)
    .option('--allow-unsigned', 'take priors that nobody signed (priorBundles.trust.allowUnsigned)')
    .option('--set <key=value>', 'any setting by its dotted key, value in JSON; repeat it', collect, [])
    .option('--print-config', 'print the configuration as it would be used, and exit')
    .addHelpText(
      'after',
      `\nEvery setting may come from the environment too: ${prefix}LISTEN__PORT=0 sets listen.port.`,
    )
    .parse([...args], { from: 'user' });
  const flags = command.opts<Flags>();
  const overrides = [...flags.set];
  if (flags.host !== undefined) overrides.push(`listen.host=${JSON.stringify(flags.host)}`);
  if (flags.port !== undefined) overrides.push(`listen.port=${flags.port}`);
  if (flags.nats) {
    overrides.push('priorBundles.source.kind="nats"', `priorBundles.source.nats.servers=${JSON.stringify(flags.nats)}`);
  }
  if (flags.cache) overrides.push(`priorBundles.source.nats.cache=${JSON.stringify(flags.cache)}`);
  if (flags.trust) overrides.push(`priorBundles.trust.publicKeys=${JSON.stringify(flags.trust)}`);
  if (flags.allowUnsigned) overrides.push('priorBundles.trust.allowUnsigned=true');
  if (flags.domain) overrides.push(`domains=${JSON.stringify(flags.domain.map(parseDomain))}`);
  const config = readConfig(gatewayConfigSchema, {
    file: flags.config ?? environment[fileVariable] ?? join(projectRoot(), 'gateway', 'gateway.json'),
    environment,
    prefix,
    notSettings: [fileVariable],
    overrides,
  });
  return { config, printConfig: flags.printConfig ?? false };
}

function parseDomain(text: string): { name: string; addresses: string[] } {
  const [name, addresses] = text.split(/=(.*)/s);
  if (!name || !addresses) {
    throw new NluError('INVALID_ARGUMENT', `--domain ${text}: give it as name=host:port[,host:port]`);
  }
  return { name, addresses: addresses.split(',') };
}
