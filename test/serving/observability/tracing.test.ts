import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Metadata } from '@grpc/grpc-js';
import { expect, onTestFinished, test, vi } from 'vitest';
import { callUnary } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { musicDomain } from '../../support/servers/music-domain.js';
import { dial } from '../../support/servers/serve.js';

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly kind: number;
}

/** An OTLP collector on the loopback. */
async function collector() {
  const spans: Span[] = [];
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    bodies.push(body);
    for (const { scopeSpans } of JSON.parse(body).resourceSpans) {
      for (const scope of scopeSpans) spans.push(...scope.spans);
    }
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
  return { spans, bodies, endpoint };
}

test('one trace from the caller through the gateway to the domain, without text', async () => {
  const { spans, bodies, endpoint } = await collector();
  const tracing = { endpoint, share: 0 };
  const { domain } = await musicDomain({ tracing });
  const gateway = await gatewayBefore({ music: domain.address }, { tracing });
  const metadata = new Metadata();
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  metadata.set('traceparent', `00-${traceId}-b7ad6b7169203331-01`);
  const { Interpret } = definitions().gateway;
  await callUnary(dial(gateway.address), Interpret, { utterance: 'secret' }, { timeoutMs: 5_000, metadata });
  await vi.waitFor(() => expect(spans).toHaveLength(3), { timeout: 15_000 });
  const [served, made, answered] = ['nlu.v1.Gateway/Interpret', 'domain music', 'nlu.v1.Domain/Interpret'].map(
    (name) => spans.find((span) => span.name === name)!,
  );
  expect(spans.every((span) => span.traceId === traceId)).toBe(true);
  expect(served.parentSpanId).toBe('b7ad6b7169203331');
  expect(made.parentSpanId).toBe(served.spanId);
  expect(answered.parentSpanId).toBe(made.spanId);
  expect(bodies.join()).not.toContain('secret');
});
