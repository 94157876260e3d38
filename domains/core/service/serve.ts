import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { trustOf } from '../../../bundles/format/trust.js';
import { versionLog } from '../../../bundles/lifecycle/version-log.js';
import { printedConfig } from '../../../serving/config/config.js';
import { NluError } from '../../../serving/errors.js';
import { openLog } from '../../../serving/observability/log.js';
import { projectRoot } from '../../../serving/process/project.js';
import { drainOnSignals } from '../../../serving/rpc/termination.js';
import { loadInterpreter } from '../interpreter/load-interpreter.js';
import { BundleThread } from '../loading/bundle-thread.js';
import { openHere } from '../loading/domain-bundle.js';
import { parseDomainSchema } from '../schema/schema.js';
import { parseDomainStart } from './command-line.js';
import { startDomain } from './start.js';

/**
 * The process of the domain that is the folder `domains/<name>`. Prints one line of JSON with its address once it
 * serves. Exit code 1 for a wrong configuration and for a bundle that fails a check at start, with the reason on
 * standard error.
 */
export async function serve(name: string): Promise<void> {
  // Collect once a quarter of the heap is new: V8 waits for several times what lives where a machine has memory to
  // spare.
  setFlagsFromString('--heap-growing-percent=25');
  try {
    const folder = join(projectRoot(), 'domains', name);
    const file = join(folder, 'schema.json');
    const schema = parseDomainSchema(JSON.parse(readFileSync(file, 'utf8')), file);
    const { config, printConfig } = parseDomainStart(schema, process.argv.slice(2), process.env);
    if (printConfig) {
      process.stdout.write(`${printedConfig(config)}\n`);
      return;
    }
    const log = openLog(name, config.log);
    const { publicKeys, allowUnsigned } = config.trust;
    const bundles = new BundleThread({ schema, trust: config.trust });
    const openInPlace = openHere({ schema, trust: trustOf(publicKeys, allowUnsigned) }, loadInterpreter);
    // A thread of its own takes longer to start than a bundle to open; it is worth its memory once there are requests.
    let answers = false;
    const domain = await startDomain({
      log,
      schema,
      config,
      shippedBundles: join(folder, 'bundle'),
      open: (bytes, target) => (answers ? bundles.open(bytes, target) : openInPlace(bytes, target)),
      versionLog: versionLog(log, name),
    });
    drainOnSignals(() => domain.stop().finally(() => bundles.close()));
    const { version, digest } = await domain.ready;
    answers = true;
    process.stdout.write(
      `${JSON.stringify({ ready: name, address: domain.address, version, digest, operations: domain.operationsPort })}\n`,
    );
  } catch (error) {
    // What an operator can mend needs no stack.
    process.stderr.write(`${name}: ${error instanceof NluError ? error.message : textOf(error)}\n`);
    process.exit(1);
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
