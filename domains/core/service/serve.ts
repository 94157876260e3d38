import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { trustOf } from '../../../bundles/format/trust.js';
import { versionLog } from '../../../bundles/lifecycle/version-log.js';
import { openLog } from '../../../serving/observability/log.js';
import { type Program, type RunningProcess, runProcess } from '../../../serving/process/run-process.js';
import { projectRoot } from '../../../serving/project.js';
import { loadInterpreter } from '../interpreter/load-interpreter.js';
import { BundleThread } from '../loading/bundle-thread.js';
import { openHere } from '../loading/domain-bundle.js';
import { type DomainSchema, parseDomainSchema } from '../schema/schema.js';
import { parseDomainStart } from './command-line.js';
import type { DomainConfig } from './config.js';
import { startDomain } from './start.js';

/**
 * Runs the process of the domain whose folder is `domains/<name>`. Exit code 1 for a wrong configuration and for a
 * bundle that fails a check at the start, with the reason on standard error.
 */
export function serve(name: string): Promise<void> {
  return runProcess(name, () => domainProgram(name));
}

function domainProgram(name: string): Program<DomainConfig> {
  // A major collection after the heap has grown by 25 %: with memory to spare V8 waits until it has grown several times.
  setFlagsFromString('--heap-growing-percent=25');
  const folder = join(projectRoot(), 'domains', name);
  const file = join(folder, 'schema.json');
  const schema = parseDomainSchema(JSON.parse(readFileSync(file, 'utf8')), file);
  return {
    parse: (args, environment) => parseDomainStart(schema, args, environment),
    start: (config) => startProcess(name, folder, schema, config),
  };
}

async function startProcess(
  name: string,
  folder: string,
  schema: DomainSchema,
  config: DomainConfig,
): Promise<RunningProcess> {
  const log = openLog(name, config.log);
  const { publicKeys, allowUnsigned } = config.trust;
  const bundles = new BundleThread({ schema, trust: config.trust });
  const domain = await startDomain({
    log,
    schema,
    config,
    shippedBundles: join(folder, 'bundle'),
    // A thread takes longer to start than a bundle to open, and is worth its memory only beside requests.
    openFirst: openHere({ schema, trust: trustOf(publicKeys, allowUnsigned) }, loadInterpreter),
    open: (bytes, target) => bundles.open(bytes, target),
    versionLog: versionLog(log, name),
  });
  const { address, operationsPort: operations } = domain;
  return {
    ready: domain.ready.then(({ version, digest }) => ({ address, version, digest, operations })),
    stop: () => domain.stop().finally(() => bundles.close()),
  };
}
