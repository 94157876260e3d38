import { once } from 'node:events';
import { statSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { parsePrivateKey } from '../../bundles/format/signature.js';
import type { DeploymentDesk } from '../../console/deployments/deployment-desk.js';
import { FolderDesk } from '../../console/deployments/folder-desk.js';
import { type RunningConsole, startConsole } from '../../console/service/start.js';
import { messageOf, NluError } from '../../serving/errors.js';
import { isLoopback } from '../../serving/security/exposure.js';
import { checkBundlesFolder } from '../access/bundles-folder.js';
import { type GatewayAccess, withGatewayOptions } from '../access/gateway-access.js';
import { withGateway } from '../access/gateway-client.js';
import { NatsDesk } from '../console/nats-desk.js';
import { steerToken } from '../console/steer-token.js';
import { readSecretFile } from '../option-file.js';
import { bundlesOption, cataloguesOption, port, withOption } from '../options.js';
import { type NatsAccess, storesOf } from '../release/publication/nats-connection.js';
import { withNatsAccess } from '../release/publication/nats-options.js';
import { stopRequest } from '../stack/stop-request.js';

interface Flags extends GatewayAccess, NatsAccess {
  host: string;
  port: number;
  hostName?: string[];
  bundles?: string;
  catalogues?: string;
  with?: string[];
  deployed?: string;
  nats?: string[];
  metrics?: string[];
  reports?: string;
  steerTokenFile?: string;
  signWith?: string;
}

/** `console`: pages in the browser. */
export function consoleCommand(): Command {
  const command = new Command('console')
    .description('Serve pages for the browser: try utterances, see what is deployed, what is answered and learned.')
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--port <n>', 'the port to listen on; 0 takes a free one', port, 9480)
    .option('--host-name <name...>', 'names by which browsers ask for it, beside the address and those of the loopback')
    .addOption(bundlesOption())
    .addOption(cataloguesOption())
    .addOption(withOption())
    .addOption(new Option('--nats <host:port...>', "NATS, from which the gateway's domains take their bundles"))
    .addOption(
      new Option(
        '--deployed <folder>',
        "or the folder with one folder of bundles a domain, from which the gateway's domains take theirs",
      ).conflicts(['nats', 'bundles']),
    )
    .addOption(
      new Option(
        '--metrics <url...>',
        '/metrics of gateways, domains and capacity, such as http://127.0.0.1:9464/metrics; dns+http://NAME:PORT/metrics is every address of the name',
      ).argParser(httpAddress),
    )
    .option('--reports <folder>', 'show what `evaluate --report` and `failures --output` wrote below this folder')
    .option(
      '--steer-token-file <file>',
      'let who knows the token in this file deploy; a file that is not there is made, with a new token',
    )
    .option('--sign-with <file>', 'sign what is deployed with this private key');
  return withNatsAccess(withGatewayOptions(command))
    .addHelpText(
      'after',
      `
Without --gateway a gateway and its domains are started, and stopped at the end. Without --steer-token-file the console
only reads. It speaks HTTP: reach one on another machine through TLS of your own, or an SSH tunnel.

Examples:
  nlu-reranker console
  nlu-reranker console --gateway 127.0.0.1:50050 --nats 127.0.0.1:4222 --metrics http://127.0.0.1:9464/metrics
  nlu-reranker console --gateway 127.0.0.1:50050 --nats 127.0.0.1:4222 --steer-token-file steer.token
  nlu-reranker console --reports out`,
    )
    .action((flags: Flags) => runConsole(flags));
}

async function runConsole(flags: Flags): Promise<void> {
  const { host, port: wanted, hostName: hostNames = [], reports, metrics = [] } = flags;
  if (flags.bundles !== undefined && flags.nats !== undefined) {
    throw new NluError(
      'INVALID_ARGUMENT',
      '--nats: goes with --gateway; the stack that is started here takes --bundles',
    );
  }
  if (flags.nats !== undefined && flags.gateway === undefined) {
    const fix = 'start one with `nlu-reranker start-nats --port 50050`, and give --gateway 127.0.0.1:50050';
    throw new NluError(
      'INVALID_ARGUMENT',
      `--nats: goes with --gateway, whose domains take their bundles from it; ${fix}`,
    );
  }
  if (flags.steerTokenFile !== undefined && (flags.nats ?? flags.deployed ?? flags.bundles) === undefined) {
    const fix = 'give --nats or --deployed with --gateway, or --bundles';
    throw new NluError('INVALID_ARGUMENT', `--steer-token-file: there is nowhere to deploy to; ${fix}`);
  }
  if (reports !== undefined && !statSync(reports, { throwIfNoEntry: false })?.isDirectory()) {
    throw new NluError(
      'INVALID_ARGUMENT',
      `--reports ${reports}: there is no such folder; evaluate --report makes one`,
    );
  }
  const token = flags.steerTokenFile === undefined ? undefined : await steerToken(flags.steerTokenFile);
  if (!isLoopback(host)) {
    const what = token === undefined ? 'whoever reaches it can ask the gateway' : 'the token travels in plain text';
    process.stderr.write(
      `warning: ${host} is no loopback, and the console speaks HTTP and asks nobody who looks: ${what}\n`,
    );
  }
  const ended = new AbortController();
  void stopRequest().then(() => ended.abort());
  const stopped = once(ended.signal, 'abort');
  const log = (text: string, fields: object) =>
    process.stderr.write(`${JSON.stringify({ console: text, ...fields })}\n`);
  let desk: DeploymentDesk | undefined;
  let running: RunningConsole | undefined;
  const { nats: _, port: __, ...choice } = flags;
  try {
    await withGateway({ ...choice, oneProcess: true, metricsPort: 0 }, async (client, address, ownMetrics) => {
      desk = await deskOf(flags, token !== undefined);
      const { interpret, describe } = client;
      running = await startConsole({
        gateway: { address, interpret, describe },
        desk,
        metrics: ownMetrics === undefined ? metrics : [...metrics, ownMetrics],
        ...{ reports, host, port: wanted, hostNames, token, log },
      });
      process.stdout.write(`${running.address}\ngateway  ${address}\nStop with Ctrl+C.\n`);
      await stopped;
    });
  } finally {
    // Also where the gateway that was started here has ended: a console that goes on would look healthy.
    ended.abort();
    await running?.close();
    await closeDesk(desk);
  }
}

/** Closes the desk. A deployment that is not done in time is left where it is, which the exit code tells. */
async function closeDesk(desk: DeploymentDesk | undefined): Promise<void> {
  try {
    await desk?.close();
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(1);
  }
}

/** Where deployments are read, and written by who may. */
async function deskOf(flags: Flags, maySteer: boolean): Promise<DeploymentDesk | undefined> {
  const { nats, deployed, bundles, signWith } = flags;
  if (nats !== undefined) {
    const key =
      signWith === undefined ? undefined : parsePrivateKey(readSecretFile('--sign-with', signWith).toString());
    if (maySteer && !key) {
      const problem = 'services that trust keys refuse what is deployed unsigned (--sign-with)';
      process.stderr.write(`warning: ${problem}, and in others whoever writes to NATS decides what serves\n`);
    }
    return new NatsDesk(storesOf({ ...flags, nats }, 'console', !maySteer), key);
  }
  const folder = deployed ?? bundles;
  if (folder === undefined) return undefined;
  if (deployed !== undefined) await checkBundlesFolder(`--deployed ${deployed}`, deployed);
  return new FolderDesk(folder);
}

function httpAddress(value: string, earlier: string[] = []): string[] {
  if (/^(?:dns\+)?https?:\/\/[^\s/]+/u.test(value) && URL.canParse(value)) return [...earlier, value];
  throw new InvalidArgumentError('Give an address such as http://127.0.0.1:9464/metrics.');
}
