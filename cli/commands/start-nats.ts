import { join } from 'node:path';
import { Command } from 'commander';
import { allDomains } from '../../domains/core/schema/domain-folders.js';
import { makeDeploymentKey } from '../../gateway/feedback/privacy/deployment-key-file.js';
import { NluError } from '../../serving/errors.js';
import { projectRoot } from '../../serving/project.js';
import { invocation } from '../invocation.js';
import { metricsPortOption, oneProcessOption, port, withOption } from '../options.js';
import { withStores } from '../release/publication/nats-connection.js';
import { publishShipped } from '../release/publication/publish-shipped.js';
import { startNatsServer } from '../stack/nats-server.js';
import { startStack } from '../stack/stack.js';
import { stopRequest } from '../stack/stop-request.js';

interface Flags {
  port: number;
  natsPort: number;
  store: string;
  with?: string[];
  oneProcess?: boolean;
  metricsPort?: number;
  events?: boolean;
  eventsText?: boolean;
}

/** `start-nats`: the whole stack on a NATS of its own, to deploy to. */
export function startNatsCommand(): Command {
  return new Command('start-nats')
    .description('Run NATS, the domain services and the gateway until stopped (Ctrl+C); bundles come from NATS.')
    .option('--port <n>', "the gateway's port on the loopback; 0 takes a free one", port, 0)
    .option('--nats-port <n>', "NATS's port on the loopback; 0 takes a free one", port, 4222)
    .option(
      '--store <folder>',
      'what NATS keeps, and the caches of the services',
      join(projectRoot(), '.cache', 'nats'),
    )
    .option('--events', 'keep events of requests and of what came of them on NATS, sealed for each customer')
    .option('--events-text', "with --events: keep customers' words too")
    .addOption(withOption())
    .addOption(oneProcessOption())
    .addOption(metricsPortOption())
    .addHelpText(
      'after',
      '\nExamples:\n  nlu-reranker start-nats --port 50050 --store nats\n  nlu-reranker start-nats --port 50050 --events --events-text',
    )
    .action((flags: Flags) => runStartNats(flags));
}

async function runStartNats(flags: Flags): Promise<void> {
  const {
    port,
    natsPort,
    store,
    with: folders,
    oneProcess,
    metricsPort,
    events: keepsEvents = false,
    eventsText = false,
  } = flags;
  if (eventsText && !keepsEvents) throw new NluError('INVALID_ARGUMENT', '--events-text goes with --events');
  const keyFile = join(store, 'deployment.key');
  const events = keepsEvents ? { keyFile, text: eventsText } : undefined;
  if (events) await makeDeploymentKey(keyFile);
  const stopped = stopRequest();
  const server = await startNatsServer({ port: natsPort, store: join(store, 'jetstream') });
  try {
    const deployed = await withStores({ nats: [server.address] }, (stores) =>
      publishShipped(stores, allDomains(folders)),
    );
    const stack = await startStack({
      port,
      with: folders,
      oneProcess,
      metricsPort,
      events,
      nats: { server: server.address, caches: join(store, 'caches') },
    });
    try {
      const nats = server.address === '127.0.0.1:4222' ? '' : ` --nats ${server.address}`;
      const metrics = stack.metrics === undefined ? [] : [['metrics', stack.metrics]];
      const addresses = [...stack.domains, ['gateway', stack.gateway], ['nats', server.address], ...metrics];
      process.stdout.write(
        `${deployed.map(({ domain, version }) => `${domain}: deployed ${version}, which ships\n`).join('')}${addresses
          .map(([name, address]) => `${name}  ${address}`)
          .join('\n')}

Deploy to it, and see what became of it:
  ${invocation('deploy', `music --bundle FILE${nats}`)}
  ${invocation('status', `music${nats}`)}
Ask it:
  ${invocation('interpret', `"find the novel dune" --device tv --gateway ${stack.gateway}`)}
${events ? eventHelp(stack.gateway, server.address, keyFile) : ''}Stop with Ctrl+C. What was deployed stays in ${store}.
`,
      );
      await Promise.race([stopped, stack.failure, server.failure]);
    } finally {
      await stack.stop();
    }
  } finally {
    await server.stop();
  }
}

/** How events come about, and what may be asked of them. */
function eventHelp(gateway: string, nats: string, keyFile: string): string {
  const asked = `"play some jazz" --customer c-1 --session s-1 --gateway ${gateway}`;
  return `Events are kept in the stream nlu-events. To make some, and to see where requests failed:
  ${invocation('interpret', asked)}
  ${invocation('failures', `--events nats --nats ${nats} --events-key ${keyFile}`)}
`;
}
