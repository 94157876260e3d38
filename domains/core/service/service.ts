import type { Manifest } from '../../../bundles/format/manifest.js';
import type { VersionManager } from '../../../bundles/lifecycle/manager.js';
import type { DomainInterpretRequest__Output } from '../../../proto/gen/nlu/v1/DomainInterpretRequest.js';
import type { DomainInterpretResponse } from '../../../proto/gen/nlu/v1/DomainInterpretResponse.js';
import type { DomainRerankRequest__Output } from '../../../proto/gen/nlu/v1/DomainRerankRequest.js';
import { rounded } from '../../../serving/observability/request-log.js';
import type { Serving } from '../../../serving/process/serving.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import type { ServedService } from '../../../serving/rpc/server.js';
import { type CallContext, type UnaryHandler, unary } from '../../../serving/rpc/unary.js';
import { streamMethod, streamService } from '../../../serving/stream/stream-service.js';
import type { Reranking } from '../interpreter/hypothesis.js';
import type { Servable } from '../interpreter/servable.js';
import type { DomainMetrics } from './metrics.js';
import { toDescription, toReply } from './reply.js';
import { encodeReply } from './reply-encoder.js';
import { checkAgainstBundle, checkInterpret, checkRerank, type DomainQuery, type RequestLimits } from './request.js';

/** The parts that the service is made of. */
export interface DomainParts {
  readonly domain: string;
  /** Words for its media, for bundles that bring none. */
  readonly media: readonly string[];
  readonly versions: VersionManager<Servable, Manifest>;
  readonly limits: RequestLimits;
  readonly metrics: DomainMetrics;
  readonly serving: Pick<Serving, 'wrap' | 'logDefect'>;
}

type Handler<Request> = UnaryHandler<Request, DomainInterpretResponse>;

/**
 * The Domain service: it admits and checks a request, leases a version, interprets, and names the version in its reply.
 */
export function domainService({ domain, media, versions, limits, metrics, serving }: DomainParts): ServedService {
  /** Answers by one version from beginning to end, whatever is deployed meanwhile. */
  const answer = async (
    { requestId, version, nameMedia }: DomainQuery,
    { tell }: CallContext,
    ask: (servable: Servable, manifest: Manifest) => Promise<Reranking>,
  ): Promise<DomainInterpretResponse> => {
    const { servable, manifest, end } = versions.lease(version);
    try {
      const interpretation = await ask(servable, manifest);
      metrics.interpreted(interpretation);
      const [best] = interpretation.hypotheses;
      tell?.({ version: manifest.version, intent: best?.intent ?? '', confidence: rounded(best?.confidence ?? 0) });
      const reply = toReply(requestId, manifest, interpretation);
      return nameMedia ? { ...reply, media: [...(manifest.media ?? media)] } : reply;
    } finally {
      end();
    }
  };
  const interpret: Handler<DomainInterpretRequest__Output> = async (request, context) => {
    const query = checkInterpret(request, limits);
    return answer(query, context, (servable) => servable.interpret(query.utterance, query));
  };
  const rerank: Handler<DomainRerankRequest__Output> = async (request, context) => {
    const query = checkRerank(request, domain, limits);
    return answer(query, context, (servable, manifest) => {
      checkAgainstBundle(query.hypotheses, manifest);
      return servable.rerank(query.utterance, query.hypotheses, { explain: query.explain });
    });
  };
  const { domain: loaded } = definitions();
  const definition = {
    ...loaded,
    Interpret: { ...loaded.Interpret, responseSerialize: encodeReply },
    Rerank: { ...loaded.Rerank, responseSerialize: encodeReply },
  };
  const guarded = { interpret: serving.wrap(interpret), rerank: serving.wrap(rerank) };
  const stream = streamService(
    {
      Interpret: streamMethod(definition.Interpret, guarded.interpret),
      Rerank: streamMethod(definition.Rerank, guarded.rerank),
    },
    serving.logDefect,
  );
  return {
    name: 'nlu.v1.Domain',
    definition,
    drain: stream.drain,
    implementation: {
      Interpret: unary(guarded.interpret, serving.logDefect),
      Rerank: unary(guarded.rerank, serving.logDefect),
      Exchange: stream.handler,
      Describe: unary(async () => {
        const { manifest, end } = versions.lease();
        end();
        return toDescription(manifest, versions.reports());
      }, serving.logDefect),
    },
  };
}
