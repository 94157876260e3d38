import { NatsStores } from '../../domains/core/lifecycle/nats-stores.js';
import { NluError } from '../../proto/errors.js';

/** How a command reaches NATS. */
export interface NatsChoice {
  /** `host:port`, any of them. */
  readonly nats: readonly string[];
  readonly natsToken?: string | undefined;
  readonly natsCredentials?: string | undefined;
}

const CONNECT_TIMEOUT_MS = 5_000;

/** Runs `work` with the stores, and closes them whatever happens. Throws UNAVAILABLE when they cannot be reached. */
export async function withStores<Result>(
  { nats, natsToken, natsCredentials }: NatsChoice,
  work: (stores: NatsStores) => Promise<Result>,
): Promise<Result> {
  const stores = new NatsStores({
    servers: nats,
    token: natsToken,
    credentialsFile: natsCredentials,
    name: 'deployer',
  });
  try {
    await connected(stores);
    return await work(stores);
  } finally {
    await stores.close();
  }
}

function connected(stores: NatsStores): Promise<void> {
  return new Promise((resolve, reject) => {
    let reason = `${stores.place}: no answer`;
    const giveUp = () =>
      reject(new NluError('UNAVAILABLE', `${reason}; \`npm run start:nats\` starts one with a stack`));
    const timer = setTimeout(giveUp, CONNECT_TIMEOUT_MS);
    stores.start({
      up: () => {
        clearTimeout(timer);
        resolve();
      },
      down: ({ message }) => {
        reason = message;
      },
    });
  });
}
