import { runProcess } from '../serving/process/run-process.js';
import { parseGatewayStart } from './service/command-line.js';
import { collectEarly } from './service/heap.js';
import { startGateway } from './service/start.js';

await runProcess('gateway', () => {
  collectEarly();
  return {
    parse: parseGatewayStart,
    async start(config) {
      const gateway = await startGateway(config);
      const domains = config.domains.map(({ name }) => name);
      const ready = { address: gateway.address, domains, operations: gateway.operationsPort };
      return { ready, stop: () => gateway.stop() };
    },
  };
});
