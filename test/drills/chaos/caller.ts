import type { Client } from '@grpc/grpc-js';
import type { InterpretRequest } from '../../../proto/gen/nlu/v1/InterpretRequest.js';
import type { InterpretResponse__Output } from '../../../proto/gen/nlu/v1/InterpretResponse.js';
import { NluError } from '../../../serving/errors.js';
import { callUnary, openChannel } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';

/** How long a caller waits for one gateway before it asks another too: a third of a deadline of 300 ms. */
const PATIENCE_MS = 100;

/**
 * A caller of several gateways, as docs/operations.md advises: a channel to each, in turn, and the next one too when the
 * first fails or takes too long. gRPC's own hedging over one channel may ask the same gateway twice.
 */
export class Caller {
  readonly #channels: readonly Client[];
  #turn = 0;

  constructor(gateways: readonly string[]) {
    this.#channels = gateways.map((address) => openChannel(address));
  }

  /** @throws NluError of the attempt that failed last */
  async interpret(request: InterpretRequest, timeoutMs: number): Promise<InterpretResponse__Output> {
    const first = this.#turn++ % this.#channels.length;
    const endMs = performance.now() + timeoutMs;
    const over = new AbortController();
    const ask = (index: number) => {
      const settings = { timeoutMs: endMs - performance.now(), signal: over.signal };
      return callUnary(
        this.#channels[index % this.#channels.length],
        definitions().gateway.Interpret,
        request,
        settings,
      );
    };
    try {
      const reply = ask(first);
      if (this.#channels.length === 1) return await reply;
      const impatience = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MS, undefined));
      const quick = await Promise.race([reply, impatience]).catch((error: unknown) => {
        if (error instanceof NluError && error.code === 'UNAVAILABLE') return undefined;
        throw error;
      });
      return quick ?? (await eitherOf(reply, ask(first + 1)));
    } finally {
      over.abort();
    }
  }

  close(): void {
    for (const channel of this.#channels) channel.close();
  }
}

/** The first that is fulfilled; the second's rejection when none is. */
async function eitherOf<Reply>(first: Promise<Reply>, second: Promise<Reply>): Promise<Reply> {
  try {
    return await Promise.any([first, second]);
  } catch {
    return second;
  }
}
