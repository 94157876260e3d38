import { Metadata as CallMetadata, type Metadata } from '@grpc/grpc-js';
import { type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode, type TextMapGetter, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { TracingConfig } from '../config/serving-config.js';
import { codeOf } from '../errors.js';
import type { Tracing } from './tracing.js';

const fromMetadata: TextMapGetter<Metadata> = {
  keys: (metadata) => Object.keys(metadata.getMap()),
  get: (metadata, key) => metadata.get(key)[0]?.toString(),
};

/**
 * Contexts are handed on as values, in `CallContext.trace`: following them through promises by async hooks costs every
 * request, traced or not. Spans hold names, codes and times, and no text of a request.
 * @param exporter where spans go; the collector of the configuration unless told
 */
export function openOtlpTracing(
  service: string,
  { endpoint, share }: TracingConfig,
  exporter: SpanExporter = new OTLPTraceExporter({ url: endpoint }),
): Tracing {
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('nlu-reranker');
  const propagator = new W3CTraceContextPropagator();
  const spanned = async <Result>(
    name: string,
    kind: SpanKind,
    parent: Context,
    work: (context: Context) => Promise<Result>,
  ): Promise<Result> => {
    const span = tracer.startSpan(name, { kind, attributes: { 'rpc.system': 'grpc' } }, parent);
    try {
      return await work(trace.setSpan(parent, span));
    } catch (error) {
      const code = codeOf(error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: code });
      throw error;
    } finally {
      span.end();
    }
  };
  return {
    served: (handler) => (request, context) => {
      const parent = propagator.extract(ROOT_CONTEXT, context.metadata, fromMetadata);
      const work = (own: Context) => handler(request, { ...context, trace: own });
      return spanned(context.method.slice(1), SpanKind.SERVER, parent, work);
    },
    made: (parent = ROOT_CONTEXT, name, call) =>
      spanned(name, SpanKind.CLIENT, parent, (own) => {
        const metadata = new CallMetadata();
        propagator.inject(own, metadata, { set: (carrier, key, value) => carrier.set(key, value) });
        return call(metadata);
      }),
    close: () => provider.shutdown(),
  };
}
