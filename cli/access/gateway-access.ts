import { readFileSync } from 'node:fs';
import { type Client, Metadata } from '@grpc/grpc-js';
import { type Command, Option } from 'commander';
import { NluError } from '../../serving/errors.js';
import { openChannel } from '../../serving/rpc/client.js';
import { channelCredentials } from '../../serving/security/credentials.js';
import { warnOfReadable } from '../option-file.js';
import { gatewayOption } from '../options.js';

/** The address of a running gateway, and the credentials for it. */
export interface GatewayAccess {
  /** `host:port`; absent: a stack of the command's own. */
  readonly gateway?: string | undefined;
  readonly tlsCa?: string | undefined;
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
  readonly tlsServerName?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly proxy?: boolean | undefined;
}

/** Adds `--gateway` and the options that go with it; their values are a GatewayAccess. */
export function withGatewayOptions(command: Command): Command {
  // A stack that the command starts itself speaks plain text.
  const options = [
    new Option('--tls-ca <file>', 'speak TLS to a gateway of this authority (PEM)'),
    new Option('--tls-cert <file>', 'the certificate to show it, with its chain (PEM)'),
    new Option('--tls-key <file>', 'and its key (PEM)'),
    new Option('--tls-server-name <name>', "the name in the gateway's certificate, where it is not the one dialled"),
    new Option('--token-file <file>', 'a file that holds the bearer token to send'),
    new Option('--proxy', "go through the environment's http_proxy, which counts for no gateway otherwise"),
  ];
  for (const option of options) command.addOption(option);
  return command.addOption(gatewayOption()).hook('preAction', (_, action) => checkTogether(action.opts()));
}

/** The options for TLS, as messages name them. */
export const TLS_OPTIONS = {
  authority: '--tls-ca',
  certificate: '--tls-cert and --tls-key',
  serverName: '--tls-server-name',
};

/** A channel to the gateway, and what its calls carry. */
export interface GatewayLine {
  readonly channel: Client;
  readonly metadata: Metadata;
}

/** @throws NluError INVALID_ARGUMENT for files that cannot be used, and for a token that would travel in plain text */
export function openGateway(address: string, access: GatewayAccess): GatewayLine {
  const { tlsCa, tlsCert, tlsKey, tlsServerName, tokenFile, proxy } = access;
  const metadata = new Metadata();
  warnOfReadable([tlsKey, tokenFile]);
  if (tokenFile !== undefined) {
    if (tlsCa === undefined && !/^(127\.0\.0\.1|\[::1\]|localhost):/.test(address)) {
      throw new NluError('INVALID_ARGUMENT', '--token-file: the token would travel in plain text; give --tls-ca');
    }
    metadata.set('authorization', `Bearer ${readToken(tokenFile)}`);
  }
  if (tlsCa === undefined) return { channel: openChannel(address, { proxy }), metadata };
  const files = { caFile: tlsCa, certificateFile: tlsCert, keyFile: tlsKey };
  const credentials = channelCredentials(files, {
    reloaded: () => {},
    unusable: ({ message }) => process.stderr.write(`changed certificates are not used: ${message}\n`),
  });
  return { channel: openChannel(address, { credentials, serverName: tlsServerName, proxy }), metadata };
}

function checkTogether({ gateway, tlsCa, tlsCert, tlsKey, tlsServerName, tokenFile, proxy }: GatewayAccess): void {
  const refuse = (problem: string) => {
    throw new NluError('INVALID_ARGUMENT', problem);
  };
  if (gateway === undefined && (tlsCa ?? tlsCert ?? tlsKey ?? tlsServerName ?? tokenFile ?? proxy) !== undefined) {
    refuse('--tls-ca, --tls-cert, --tls-key, --tls-server-name, --token-file and --proxy go with --gateway');
  }
  if ((tlsCert === undefined) !== (tlsKey === undefined)) refuse('--tls-cert and --tls-key go together');
  if (tlsCa === undefined && (tlsCert ?? tlsServerName) !== undefined) {
    refuse('--tls-cert and --tls-server-name go with --tls-ca');
  }
}

function readToken(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', `--token-file ${file}: cannot be read: ${(cause as Error).message}`, {
      cause,
    });
  }
  if (/^[\x21-\x7e]{1,4096}$/.test(text)) return text;
  throw new NluError('INVALID_ARGUMENT', `--token-file ${file}: holds no token; 1 to 4096 visible ASCII characters`);
}
