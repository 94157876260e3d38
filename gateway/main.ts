import { printedConfig } from '../serving/config/config.js';
import { NluError } from '../serving/errors.js';
import { drainOnSignals } from '../serving/process/termination.js';
import { parseGatewayStart } from './service/command-line.js';
import { collectEarly } from './service/heap.js';
import { startGateway } from './service/start.js';

try {
  collectEarly();
  const { config, printConfig } = parseGatewayStart(process.argv.slice(2), process.env);
  if (printConfig) {
    process.stdout.write(`${printedConfig(config)}\n`);
  } else {
    const gateway = await startGateway(config);
    drainOnSignals(() => gateway.stop());
    const domains = config.domains.map((domain) => domain.name);
    process.stdout.write(
      `${JSON.stringify({ ready: 'gateway', address: gateway.address, domains, operations: gateway.operationsPort })}\n`,
    );
  }
} catch (error) {
  // A configuration that is wrong is the operator's to mend: the message suffices. Anything else is ours: the stack too.
  const text = error instanceof NluError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`gateway: ${text}\n`);
  process.exitCode = 1;
}
