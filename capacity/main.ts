import { runProcess } from '../serving/process/run-process.js';
import { parseCapacityStart } from './service/command-line.js';
import { startCapacity } from './service/start.js';

await runProcess('capacity', () => ({
  parse: parseCapacityStart,
  async start(config) {
    const capacity = await startCapacity(config);
    return { ready: { port: capacity.port }, stop: () => capacity.stop() };
  },
}));
