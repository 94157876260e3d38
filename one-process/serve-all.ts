import type { Command } from 'commander';
import { collectEarly } from '../gateway/service/heap.js';
import { runProcess } from '../serving/process/run-process.js';
import { oneProcessCommand, readOneProcessStart } from './command-line.js';
import { startOneProcess } from './start.js';

/** `serve-all`: the gateway and its domains in one process. */
export function serveAllCommand(): Command {
  return oneProcessCommand().action((_flags: object, command: Command) => serveAll(command));
}

/** Runs the process that a parsed `oneProcessCommand` asks for, from its configuration to its drain. */
function serveAll(command: Command): Promise<void> {
  return runProcess('serve-all', () => {
    collectEarly();
    return {
      parse: (_, environment) => readOneProcessStart(command, environment),
      async start(config) {
        const running = await startOneProcess(config);
        const { address, operationsPort: operations, stop } = running;
        const ready = running.ready.then((versions) => ({
          address,
          domains: config.domains.map(({ name }) => name),
          versions: Object.fromEntries([...versions].map(([name, { version }]) => [name, version])),
          operations,
        }));
        return { ready, stop };
      },
    };
  });
}
