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
 * Tracing that sends spans to an OTLP collector. Contexts are passed on as values, in `CallContext.trace`, since
 * following them through promises by async hooks would cost every request, traced or not. Spans hold names, codes and
 * times, and no text of a request.
 * @param exporter receives the spans; the collector of the configuration when absent
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
  const withSpan = async <Result>(
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
    traceHandler: (handler) => (request, context) => {
      const parent = propagator.extract(ROOT_CONTEXT, context.metadata, fromMetadata);
      const work = (span: Context) => handler(request, { ...context, trace: span });
      return withSpan(context.method.slice(1), SpanKind.SERVER, parent, work);
    },
    traceCall: (parent = ROOT_CONTEXT, name, call) =>
      withSpan(name, SpanKind.CLIENT, parent, (span) => {
        const metadata = new CallMetadata();
        propagator.inject(span, metadata, { set: (carrier, key, value) => carrier.set(key, value) });
        return call(metadata);
      }),
    close: () => provider.shutdown(),
  };
}
