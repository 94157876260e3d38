import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OperationsConfig } from '../config/serving-config.js';
import { NluError } from '../errors.js';
import { listenProblem } from '../rpc/listen-problem.js';
import type { Exposition } from './merged-metrics.js';

/** A listening operations server. */
export interface OperationsServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves an HTTP port for operators: /metrics for Prometheus, /live (the event loop turns) and /ready (calls are taken)
 * for probes, which cannot show a client certificate.
 * @param health what /healthz says, as JSON; absent: there is no such page
 * @throws NluError UNAVAILABLE when the address cannot be bound
 */
export async function startOperationsServer(
  { host, port }: OperationsConfig,
  registry: Exposition,
  isReady: () => boolean,
  health?: () => object,
): Promise<OperationsServer> {
  const server = createServer((request, response) => {
    switch (request.method === 'GET' ? request.url : undefined) {
      case '/metrics':
        void metrics(registry, response);
        break;
      case '/live':
        answer(response, 200, 'live\n');
        break;
      case '/ready':
        if (isReady()) answer(response, 200, 'ready\n');
        else answer(response, 503, 'not ready\n');
        break;
      case '/healthz':
        if (health) answer(response, 200, `${JSON.stringify(health())}\n`, 'application/json');
        else answer(response, 404, 'GET /metrics, /live or /ready\n');
        break;
      default:
        answer(response, 404, 'GET /metrics, /live or /ready\n');
    }
  });
  server.headersTimeout = 5_000;
  server.requestTimeout = 5_000;
  await bind(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function metrics(registry: Exposition, response: ServerResponse): Promise<void> {
  try {
    answer(response, 200, await registry.metrics(), registry.contentType);
  } catch {
    answer(response, 500, 'metrics cannot be gathered\n');
  }
}

function answer(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type }).end(text);
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new NluError('UNAVAILABLE', `operations: cannot listen on ${host}:${port}: ${listenProblem(cause.message)}`, {
          cause,
        }),
      );
    });
    server.listen(port, host, resolve);
  });
}
