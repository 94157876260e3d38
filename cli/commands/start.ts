import { Command } from 'commander';
import { NluError } from '../../serving/errors.js';
import { invocation } from '../invocation.js';
import { bundlesOption, cataloguesOption, metricsPortOption, oneProcessOption, port, withOption } from '../options.js';
import { startStack } from '../stack/stack.js';
import { stopRequest } from '../stack/stop-request.js';

interface Flags {
  port: number;
  bundles?: string;
  catalogues?: string;
  with?: string[];
  oneProcess?: boolean;
  metricsPort?: number;
  events?: string;
  eventsText?: boolean;
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
    .addOption(metricsPortOption())
    .option('--events <folder>', 'keep events of requests and of what came of them here, sealed for each customer')
    .option('--events-text', "with --events: keep customers' words too")
    .addHelpText(
      'after',
      '\nExamples:\n  nlu-reranker start\n  nlu-reranker start --port 50050\n  nlu-reranker start --with ../podcasts\n  nlu-reranker start --one-process\n  nlu-reranker start --port 50050 --events out/events --events-text',
    )
    .action((flags: Flags) => runStart(flags));
}

async function runStart({ events: folder, eventsText = false, ...flags }: Flags): Promise<void> {
  if (eventsText && folder === undefined) throw new NluError('INVALID_ARGUMENT', '--events-text goes with --events');
  const events = folder === undefined ? undefined : { folder, text: eventsText };
  const stack = await startStack({ ...flags, events });
  const stopped = stopRequest();
  const metrics = stack.metrics === undefined ? [] : [['metrics', stack.metrics]];
  const addresses = [...stack.domains, ['gateway', stack.gateway], ...metrics].map(
    ([name, address]) => `${name}  ${address}`,
  );
  const request = JSON.stringify({ utterance: 'find the novel dune', context: { device_type: 'tv' } });
  process.stdout.write(
    `${addresses.join('\n')}

Health (grpc.health.v1) and reflection are on, so grpcurl needs no files:
  grpcurl -plaintext -d '${request}' ${stack.gateway} nlu.v1.Gateway/Interpret
Without grpcurl:
  ${invocation('interpret', `"find the novel dune" --device tv --gateway ${stack.gateway}`)}
${folder === undefined ? '' : eventHelp(stack.gateway, folder)}Stop with Ctrl+C.
`,
  );
  try {
    await Promise.race([stopped, stack.failure]);
  } finally {
    await stack.stop();
  }
}

/** How events come about, and what may be asked of them. */
function eventHelp(gateway: string, folder: string): string {
  const asked = `"play some jazz" --customer c-1 --session s-1 --gateway ${gateway}`;
  return `Events are kept in ${folder}. To make some, and to see where requests failed:
  ${invocation('interpret', asked)}
  ${invocation('feedback', `report REQUEST --customer c-1 --answer no --gateway ${gateway}`)}
  ${invocation('failures', `--events ${folder}`)}
`;
}
