import type { NatsAccess } from '../release/publication/nats-connection.js';

const OPTIONS: Readonly<Record<keyof NatsAccess, string>> = {
  natsToken: '--nats-token',
  natsTokenFile: '--nats-token-file',
  natsCredentials: '--nats-credentials',
  natsCa: '--nats-ca',
  natsCertificate: '--nats-certificate',
  natsKey: '--nats-key',
};

/** How NATS is reached, as a command line has it; undefined where no server is named. */
export function natsArguments(servers: readonly string[] | undefined, access: NatsAccess): string[] | undefined {
  if (servers === undefined) return undefined;
  const credentials = Object.entries(OPTIONS).flatMap(([key, option]) => {
    const value = access[key as keyof NatsAccess];
    return value === undefined ? [] : [option, value];
  });
  return [...credentials, '--nats', ...servers];
}
