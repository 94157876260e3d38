import { join } from 'node:path';
import { type ServiceProcess, startService } from '../../../cli/stack/service-process.js';
import { projectRoot } from '../../../serving/project.js';

/** `--set` before each setting. */
export const setFlags = (settings: readonly string[]): string[] => settings.flatMap((setting) => ['--set', setting]);

/** The services that a measurement starts, on free ports, and stops. */
export class StartedServices {
  readonly #running: ServiceProcess[] = [];

  /**
   * Starts one.
   * @param script its path below the built project, in parts
   * @param flags of Node
   */
  async start(
    name: string,
    script: readonly string[],
    args: readonly string[],
    flags: readonly string[] = [],
  ): Promise<ServiceProcess> {
    const path = join(projectRoot(), 'dist', ...script);
    const service = await startService({ name, script: path, args: ['--port', '0', ...args], flags });
    this.#running.push(service);
    return service;
  }

  /** Stops the one that was started last. */
  async stopLast(): Promise<void> {
    await this.#running.pop()?.stop();
  }

  /** Stops all, the last first. */
  async stop(): Promise<void> {
    for (const service of this.#running.splice(0).reverse()) await service.stop();
  }
}
