import type { ProcessStart } from '../config/command-line.js';
import { printedConfig } from '../config/config.js';
import { logTextOf, messageOf } from '../errors.js';
import { awaitLastWrite } from '../observability/log-destination.js';
import { drainOnSignals } from './termination.js';

/** A process that was started and listens. */
export interface RunningProcess {
  /** What the process prints once it serves, besides its name. Rejects when it cannot begin to serve. */
  readonly ready: object | Promise<object>;
  /** Finishes the calls under way and releases everything. */
  stop(): Promise<void>;
}

/** A process, as its command line and its start. */
export interface Program<Config extends object> {
  /** The process in its ready line, where the one who runs it could not know it. */
  readonly name?: string;
  /** @throws NluError INVALID_ARGUMENT for a wrong command line or configuration */
  readonly parse: (args: readonly string[], environment: NodeJS.ProcessEnv) => ProcessStart<Config>;
  readonly start: (config: Config) => Promise<RunningProcess>;
}

/**
 * Runs a server process from its command line to its end: reads the configuration (and only prints it under
 * `--print-config`), starts, prints one line of JSON once it serves, and drains on SIGTERM or SIGINT. The exit code
 * is 0 after a drain, and 1 with the reason on standard error when the process cannot be configured, started or
 * drained.
 * @param name the process in its ready line and in front of its errors
 * @param prepare makes the program; what it throws is reported like an error of its start
 */
export async function runProcess<Config extends object>(name: string, prepare: () => Program<Config>): Promise<void> {
  try {
    const program = prepare();
    const { parse, start } = program;
    const { config, printConfig, warnings = [] } = parse(process.argv.slice(2), process.env);
    for (const warning of warnings) process.stderr.write(`${name}: ${warning}\n`);
    if (printConfig) {
      process.stdout.write(`${printedConfig(config)}\n`);
      return;
    }
    const running = await start(config);
    drainOnSignals(() => running.stop());
    process.stdout.write(`${JSON.stringify({ ready: program.name ?? name, ...(await running.ready) })}\n`);
  } catch (error) {
    // A system's error names the file or address at fault; a stack would bury it.
    const isSystems = typeof (error as NodeJS.ErrnoException | undefined)?.syscall === 'string';
    process.stderr.write(`${name}: ${isSystems ? messageOf(error) : logTextOf(error)}\n`);
    await awaitLastWrite();
    process.exit(1);
  }
}
