import type { Server, ServiceDefinition, UntypedHandleCall, UntypedServiceImplementation } from '@grpc/grpc-js';

/** A server-side streaming call. */
interface OpenStream {
  end(): void;
  once(event: 'cancelled' | 'close', listener: () => void): unknown;
}

/**
 * The open streaming calls of a server. A graceful shutdown waits for every call, but a health watch or a reflection
 * stream ends only when its client ends it, so that a drain has to end them.
 */
export class OpenStreams {
  readonly #open = new Set<OpenStream>();

  /** A stand-in for `server` whose `addService` tracks the streaming calls of the added service. */
  tracking(server: Server): Pick<Server, 'addService'> {
    return {
      addService: (definition: ServiceDefinition, implementation: UntypedServiceImplementation) =>
        server.addService(definition, this.#tracked(definition, implementation)),
    };
  }

  /** Ends every open stream. Messages that were written before are still delivered. */
  end(): void {
    for (const stream of this.#open) stream.end();
    this.#open.clear();
  }

  #tracked(definition: ServiceDefinition, implementation: UntypedServiceImplementation): UntypedServiceImplementation {
    const streaming = new Set<string>();
    for (const [name, method] of Object.entries(definition)) {
      if (method.responseStream) streaming.add(name).add(method.originalName ?? name);
    }
    const entries = Object.entries(implementation).map(([name, handler]) =>
      streaming.has(name) ? [name, this.#track(handler)] : [name, handler],
    );
    return Object.fromEntries(entries);
  }

  #track(handler: UntypedHandleCall): UntypedHandleCall {
    return (stream: OpenStream) => {
      this.#open.add(stream);
      const forget = () => this.#open.delete(stream);
      stream.once('cancelled', forget);
      stream.once('close', forget);
      (handler as (stream: OpenStream) => void)(stream);
    };
  }
}
