import { Command } from 'commander';
import { invocation } from '../invocation.js';
import { bundlesOption, cataloguesOption, oneProcessOption, port, withOption } from '../options.js';
import { startStack } from '../stack/stack.js';
import { stopRequest } from '../stack/stop-request.js';

interface Flags {
  port: number;
  bundles?: string;
  catalogues?: string;
  with?: string[];
  oneProcess?: boolean;
}

/** `start`: the whole stack, until it is stopped. */
export function startCommand(): Command {
  return new Command('start')
    .description('Run the domain services and the gateway until stopped (Ctrl+C).')
    .option('--port <n>', "the gateway's port on the loopback; 0 takes a free one", port, 0)
    .addOption(bundlesOption())
    .addOption(cataloguesOption())
    .addOption(withOption())
    .addOption(oneProcessOption())
    .addHelpText(
      'after',
      '\nExamples:\n  nlu-reranker start\n  nlu-reranker start --port 50050\n  nlu-reranker start --with ../podcasts\n  nlu-reranker start --one-process',
    )
    .action((flags: Flags) => runStart(flags));
}

async function runStart(flags: Flags): Promise<void> {
  const stack = await startStack(flags);
  const stopped = stopRequest();
  const addresses = [...stack.domains, ['gateway', stack.gateway]].map(([name, address]) => `${name}  ${address}`);
  const request = JSON.stringify({ utterance: 'find the novel dune', context: { device_type: 'tv' } });
  process.stdout.write(
    `${addresses.join('\n')}

Health (grpc.health.v1) and reflection are on, so grpcurl needs no files:
  grpcurl -plaintext -d '${request}' ${stack.gateway} nlu.v1.Gateway/Interpret
Without grpcurl:
  ${invocation('interpret', `"find the novel dune" --device tv --gateway ${stack.gateway}`)}
Stop with Ctrl+C.
`,
  );
  try {
    await Promise.race([stopped, stack.failure]);
  } finally {
    await stack.stop();
  }
}
