import type { Command } from 'commander';
import { domainCommand, runDomain } from '../../domains/core/service/serve.js';

/** `serve`: one domain's process. */
export function serveCommand(): Command {
  return domainCommand().action((_domain: string, _flags: object, command: Command) => runDomain(command));
}
