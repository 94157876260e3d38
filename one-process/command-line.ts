import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { catalogueAmong } from '../bundles/sources/catalogue-folder.js';
import { bundlesAmong, domainFolder, domainFolders, findDomain } from '../domains/core/schema/domain-folders.js';
import { type DomainEntry, IN_PROCESS, isInProcess } from '../gateway/domains/domains-config.js';
import { REWRITES } from '../gateway/rewriting/rewrite-tables.js';
import { parseDomain } from '../gateway/service/command-line.js';
import {
  collect,
  type ProcessOptions,
  type ProcessStart,
  readProcessStart,
  type SourcePlace,
  withProcessOptions,
} from '../serving/config/command-line.js';
import { NluError } from '../serving/errors.js';
import { type OneProcessConfig, oneProcessConfigSchema } from './config.js';

interface Flags {
  domain?: string[];
  with?: string[];
  bundles?: string;
  catalogues?: string;
  nats?: string[];
}

const OPTIONS: ProcessOptions = {
  prefix: 'NLU_GATEWAY_',
  taken: 'bundles and priors',
  takenAt: [{ key: 'inProcess.DOMAIN' }],
};

/** `serve-all`: the gateway and its domains in one process. */
export function oneProcessCommand(): Command {
  const command = new Command('serve-all')
    .description('Serve the gateway and its domains in one process: those that ship, or those of the configuration.')
    .option('--domain <name=address>', "a domain, in-process or host:port; repeat it; replaces the file's", collect)
    .option('--with <folder>', 'a further domain in this process: a folder with a schema.json; repeat it', collect)
    .option('--bundles <folder>', 'bundles of the domains in this process, in <folder>/<domain>/')
    .option(
      '--catalogues <folder|nats>',
      'catalogues of the domains in this process, in <folder>/<domain>-catalogue/; or nats, where their bundles are',
    );
  return withProcessOptions(command, OPTIONS).addHelpText(
    'after',
    `
The configuration is a gateway's, in which a domain's address may be in-process, and "inProcess" holds the settings of
such domains. --cache gets a folder for each. A domain elsewhere is called over the network as ever.

Examples:
  nlu-reranker serve-all --port 50050 --allow-unsigned
  nlu-reranker serve-all --config car.json
  nlu-reranker serve-all --allow-unsigned --catalogues trained
  nlu-reranker serve-all --with ../podcasts --nats 127.0.0.1:4222 --cache cache --trust ed25519:...
  nlu-reranker serve-all --domain music=in-process --domain books=10.0.0.2:50052 --allow-unsigned`,
  );
}

/**
 * Reads the configuration that a parsed `oneProcessCommand` asks for: flags, environment and file, the first that sets a
 * key wins.
 * @throws NluError INVALID_ARGUMENT naming the key, its value and what is allowed, NOT_FOUND for a folder without a domain
 */
export function readOneProcessStart(command: Command, environment: NodeJS.ProcessEnv): ProcessStart<OneProcessConfig> {
  const flags = command.opts<Flags>();
  const read = (takenAt: readonly SourcePlace[], own: Readonly<Record<string, unknown>>) =>
    readProcessStart(oneProcessConfigSchema, command, environment, { ...OPTIONS, takenAt }, own);
  const folders = new Map((flags.with ?? []).map((path) => [domainFolder(path).name, path]));
  const own: Record<string, unknown> = { domains: flags.domain?.map((text) => parseDomain('--domain', text)) };
  for (const [name, folder] of folders) own[`inProcess.${name}.folder`] = folder;
  // Which domains are in this process decides what the other flags are for, so that the whole is read again.
  const { config: first } = read([], own);
  const further = [...folders.keys()].map((name) => ({ name, addresses: [IN_PROCESS] }));
  const domains: DomainEntry[] = [...(first.domains ?? shippedHere()), ...further];
  const here = domains.filter(isInProcess).map(({ name }) => name);
  const places = here.map((name) => ({ key: `inProcess.${name}`, cache: name }));
  if (flags.nats || first.priorBundles) places.push({ key: 'priorBundles', cache: 'priors' });
  if (flags.nats || first.rewriteBundles) places.push({ key: 'rewriteBundles', cache: REWRITES });
  if (flags.bundles !== undefined) {
    for (const name of here) {
      own[`inProcess.${name}.source.directory`] = bundlesOf(name, first.inProcess?.[name]?.folder, flags.bundles);
    }
  }
  for (const name of here) {
    const directory = flags.catalogues === 'nats' ? undefined : catalogueAmong(flags.catalogues, name);
    if (flags.catalogues === 'nats') own[`inProcess.${name}.catalogue.kind`] = 'nats';
    if (directory !== undefined) own[`inProcess.${name}.catalogue.directory`] = directory;
  }
  const start = read(places, { ...own, domains });
  checkNames(Object.keys(start.config.inProcess ?? {}), here);
  return {
    ...start,
    config: { ...start.config, domains },
    warnings: [...(start.warnings ?? []), ...unreadVariables(Object.keys(environment), here)],
  };
}

function shippedHere(): DomainEntry[] {
  return domainFolders().map(({ name }) => ({ name, addresses: [IN_PROCESS] }));
}

function bundlesOf(name: string, folder: string | undefined, bundles: string): string {
  const among = join(bundles, name);
  return existsSync(among) ? among : bundlesAmong(bundles, findDomain(folder ?? name));
}

function checkNames(configured: readonly string[], here: readonly string[]): void {
  const unknown = configured.find((name) => !here.includes(name));
  if (unknown === undefined) return;
  const names = here.join(', ') || 'none';
  throw new NluError('INVALID_ARGUMENT', `inProcess.${unknown}: no domain of this process; "domains" has ${names}`);
}

/** Variables for the process of a domain, which this process does not read. */
function unreadVariables(variables: readonly string[], here: readonly string[]): string[] {
  return [...variables].sort().flatMap((variable) => {
    const name = here.find((each) => variable.startsWith(`NLU_${each.toUpperCase().replaceAll('-', '_')}_`));
    return name === undefined
      ? []
      : [`${variable} is read by nobody; here it is "inProcess.${name}" of the configuration`];
  });
}
