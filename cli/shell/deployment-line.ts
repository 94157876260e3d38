import type { Command } from 'commander';
import { CommanderError } from 'commander';
import { NluError } from '../../serving/errors.js';
import { invocation } from '../invocation.js';

/** The commands that change what is deployed. */
export type DeploymentName = 'deploy' | 'rollback';

const LOADERS: Readonly<Record<DeploymentName, () => Promise<Command>>> = {
  deploy: async () => (await import('../release/commands/deploy.js')).deployCommand(),
  rollback: async () => (await import('../release/commands/rollback.js')).rollbackCommand(),
};

/**
 * Runs `deploy` or `rollback` as the command line does, with the words of a line of the shell as its arguments. The
 * bundle of `:deploy music FILE` may stand without `--bundle`.
 * @param natsArguments how NATS is reached, as arguments; undefined where the shell was told of none
 * @throws NluError FAILED_PRECONDITION without NATS; what the command throws; INTERNAL where its exit code was not 0
 */
export async function runDeploymentLine(
  name: DeploymentName,
  words: readonly string[],
  natsArguments: readonly string[] | undefined,
): Promise<void> {
  if (natsArguments === undefined) throw new NluError('FAILED_PRECONDITION', withoutNats(name));
  const command = await LOADERS[name]();
  command.exitOverride();
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await command.parseAsync([...deploymentArguments(name, words), ...natsArguments], { from: 'user' });
    if (process.exitCode !== 0)
      throw new NluError('FAILED_PRECONDITION', `:${name} did not succeed in full; see above`);
  } catch (error) {
    // Commander has said on standard error what is wrong; --help is no failure.
    if (error instanceof CommanderError && error.exitCode === 0) return;
    if (error instanceof CommanderError) throw new NluError('INVALID_ARGUMENT', `:${name} --help tells what it takes`);
    throw error;
  } finally {
    process.exitCode = before;
  }
}

/** The arguments of the command for the words of a line: a bundle that stands behind the domain becomes an option. */
export function deploymentArguments(name: DeploymentName, words: readonly string[]): string[] {
  const [domain, bundle, ...others] = words;
  if (name !== 'deploy' || domain === undefined || bundle === undefined || bundle.startsWith('-')) return [...words];
  return [domain, '--bundle', bundle, ...others];
}

function withoutNats(name: DeploymentName): string {
  const start = invocation('start-nats', '--port 50050').replace('npm run start-nats', 'npm run start:nats');
  return `:${name} needs a NATS from which the gateway's domains take their bundles: in another terminal
  ${start}
then start this shell with
  ${invocation('shell', '--gateway 127.0.0.1:50050 --nats 127.0.0.1:4222')}`;
}
