import type { Server, ServerUnaryCall, ServerWritableStream, sendUnaryData } from '@grpc/grpc-js';
import { service as definition } from 'grpc-health-check';
import { quote } from '../checks/quote.js';
import { NluError } from '../errors.js';
import { methodRules } from './connections/guarded-server.js';
import { toStatus } from './status.js';
import { tolerant, Undecodable } from './undecodable.js';

/** Full name of the standard health service. */
export const HEALTH = 'grpc.health.v1.Health';

/** Largest request to the health service, in bytes. It is open to all, and a service's name is short. */
export const MAX_HEALTH_REQUEST_BYTES = 1024;

/** How calls of the health service are received. */
export const HEALTH_METHODS = methodRules(definition, MAX_HEALTH_REQUEST_BYTES);

type Status = 'SERVING' | 'NOT_SERVING';
type Asked = { readonly service: string } | Undecodable;
type Watch = ServerWritableStream<Asked, { status: Status }>;

/**
 * The standard health service for a fixed set of names, which share one status. Another name is NOT_FOUND, to `Watch` too,
 * so that nothing that a caller sends is kept: the service is open to callers without a token.
 */
export class Health {
  readonly #names: ReadonlySet<string>;
  readonly #watches = new Set<Watch>();
  #status: Status = 'NOT_SERVING';

  /** @param names full names of services; the empty one stands for the whole server */
  constructor(names: readonly string[]) {
    this.#names = new Set(names);
  }

  get serving(): boolean {
    return this.#status === 'SERVING';
  }

  /** Sets the status, and tells it to all who watch. */
  setServing(serving: boolean): void {
    const status = serving ? 'SERVING' : 'NOT_SERVING';
    if (status === this.#status) return;
    this.#status = status;
    for (const watch of this.#watches) watch.write({ status });
  }

  /** Adds the service to a server. */
  addToServer(server: Pick<Server, 'addService'>): void {
    server.addService(tolerant(definition, MAX_HEALTH_REQUEST_BYTES), {
      Check: (call: ServerUnaryCall<Asked, unknown>, respond: sendUnaryData<{ status: Status }>) => {
        const refusal = this.#refusal(call.request);
        if (refusal) respond(toStatus(refusal));
        else respond(null, { status: this.#status });
      },
      Watch: (watch: Watch) => {
        const refusal = this.#refusal(watch.request);
        if (refusal) {
          watch.emit('error', toStatus(refusal));
          return;
        }
        this.#watches.add(watch);
        watch.once('cancelled', () => this.#watches.delete(watch));
        watch.once('close', () => this.#watches.delete(watch));
        watch.write({ status: this.#status });
      },
      List: (_: unknown, respond: sendUnaryData<{ statuses: Record<string, { status: Status }> }>) => {
        const statuses = [...this.#names].map((name) => [name, { status: this.#status }] as const);
        respond(null, { statuses: Object.fromEntries(statuses) });
      },
    });
  }

  #refusal(asked: Asked): NluError | undefined {
    if (asked instanceof Undecodable) return asked.error;
    if (this.#names.has(asked.service)) return undefined;
    // The name is not repeated: it may be longer than a header can hold.
    return new NluError('NOT_FOUND', `service: no such service here; one of ${[...this.#names].map(quote).join(', ')}`);
  }
}
