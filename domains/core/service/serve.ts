import { setFlagsFromString } from 'node:v8';
import { Command } from 'commander';
import { type RunningProcess, runProcess } from '../../../serving/process/run-process.js';
import { domainNameOf, findDomain } from '../schema/domain-folders.js';
import { parseDomainStart, readDomainStart, withDomainOptions } from './command-line.js';
import type { DomainConfig } from './config.js';
import { domainSetup } from './domain-setup.js';
import { type ServedDomain, servedDomain } from './served-domain.js';
import { startDomain } from './start.js';

/**
 * Runs the process of the domain whose folder is `domains/<name>`. Exit code 1 for a wrong configuration and for a
 * bundle that fails a check at the start, with the reason on standard error.
 */
export function serve(name: string): Promise<void> {
  return runProcess(name, () => {
    spareMemory();
    return {
      parse: (args, environment) => parseDomainStart(findDomain(name).schema, args, environment),
      start: (config) => startProcess(servedDomain(name, config), config),
    };
  });
}

/** `serve DOMAIN`: the process of any domain, by its name or its folder. */
export function domainCommand(): Command {
  const command = new Command('serve')
    .description('Serve one domain: one that ships, one of a folder anywhere, or any by its bundles alone.')
    .argument('<domain>', 'a name, or a folder with a schema.json, whose bundle/ is served');
  return withDomainOptions(command, 'DOMAIN').addHelpText(
    'after',
    `
DOMAIN in a variable's name is the domain's, its hyphens made underscores: NLU_PODCASTS_LISTEN__PORT.

Examples:
  nlu-reranker serve music --port 50051 --allow-unsigned
  nlu-reranker serve ../podcasts --port 50054 --allow-unsigned
  nlu-reranker serve podcasts --nats 127.0.0.1:4222 --cache cache --trust ed25519:...`,
  );
}

/** Runs the process that a parsed `domainCommand` asks for, as `serve` does. */
export function runDomain(command: Command): Promise<void> {
  const [domain] = command.args;
  return runProcess(domain, () => {
    spareMemory();
    const name = domainNameOf(domain);
    return {
      name,
      parse: (_, environment) => readDomainStart(command, name, environment),
      start: (config) => startProcess(servedDomain(domain, config), config),
    };
  });
}

/** A major collection after the heap has grown by 25 %: with memory to spare V8 waits until it has grown several times. */
function spareMemory(): void {
  setFlagsFromString('--heap-growing-percent=25');
}

async function startProcess(served: ServedDomain, config: DomainConfig): Promise<RunningProcess> {
  const { setup, close } = domainSetup(served, config);
  const domain = await startDomain(setup);
  const { address, operationsPort: operations } = domain;
  return {
    ready: domain.ready.then(({ version, digest }) => ({ address, version, digest, operations })),
    stop: () => domain.stop().finally(close),
  };
}
