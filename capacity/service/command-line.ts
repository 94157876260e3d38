import { Command } from 'commander';
import { type ProcessStart, readProcessStart, withProcessOptions } from '../../serving/config/command-line.js';
import { type CapacityConfig, capacityConfigSchema } from './config.js';

/**
 * Reads the flags, environment and configuration file of the capacity process, the first winning. `--help` prints and exits.
 * @param args without node and script
 * @throws NluError INVALID_ARGUMENT naming the key, its value and what is allowed
 */
export function parseCapacityStart(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): ProcessStart<CapacityConfig> {
  const options = { prefix: 'NLU_CAPACITY_', taken: 'forecast models', takenAt: [{ key: 'forecastBundles' }] };
  const command = new Command('capacity').description(
    'Forecasts the load of every domain, and shows on /metrics how many replicas it will want.',
  );
  withProcessOptions(command, options).parse([...args], { from: 'user' });
  return readProcessStart(capacityConfigSchema, command, environment, options);
}
