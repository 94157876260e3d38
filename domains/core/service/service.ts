import { catalogueName } from '../../../bundles/format/catalogue-name.js';
import type { Manifest } from '../../../bundles/format/manifest.js';
import type { VersionManager } from '../../../bundles/lifecycle/manager.js';
import type { VersionLease } from '../../../bundles/lifecycle/version-record.js';
import type { DomainDescribeRequest__Output } from '../../../proto/gen/nlu/v1/DomainDescribeRequest.js';
import type { DomainDescribeResponse } from '../../../proto/gen/nlu/v1/DomainDescribeResponse.js';
import type { DomainInterpretRequest__Output } from '../../../proto/gen/nlu/v1/DomainInterpretRequest.js';
import type { DomainInterpretResponse } from '../../../proto/gen/nlu/v1/DomainInterpretResponse.js';
import type { DomainRerankRequest__Output } from '../../../proto/gen/nlu/v1/DomainRerankRequest.js';
import type { ResolveRequest__Output } from '../../../proto/gen/nlu/v1/ResolveRequest.js';
import type { ResolveResponse } from '../../../proto/gen/nlu/v1/ResolveResponse.js';
import { rerankCost } from '../../../serving/admission/rerank-cost.js';
import { type CountedFields, counted } from '../../../serving/checks/field-counts.js';
import { MAX_NAMED_SCORES, SLOTS_PER_HYPOTHESIS } from '../../../serving/checks/hypothesis.js';
import { NluError } from '../../../serving/errors.js';
import { rounded } from '../../../serving/observability/request-log.js';
import type { Serving } from '../../../serving/process/serving.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { type EncodedMethod, encodedHandler } from '../../../serving/rpc/encoded-method.js';
import type { ServedService } from '../../../serving/rpc/server.js';
import { type CallContext, type UnaryHandler, unary } from '../../../serving/rpc/unary.js';
import { streamService } from '../../../serving/stream/stream-service.js';
import type { Reranking } from '../interpreter/hypothesis.js';
import type { Servable } from '../interpreter/servable.js';
import type { CatalogueMetrics } from './catalogue/catalogue-metrics.js';
import type { CatalogueLease, CatalogueVersions } from './catalogue/catalogue-versions.js';
import { entitiesOf } from './catalogue/found-entities.js';
import { checkResolve, type EntityWishes, resolve } from './catalogue/resolve.js';
import type { DomainMetrics } from './metrics.js';
import { toDescription, toReply } from './reply.js';
import { encodeReply } from './reply-encoder.js';
import { checkAgainstBundle, checkInterpret, checkRerank, type DomainQuery, type RequestLimits } from './request.js';
import type { DomainTrials } from './trial/domain-trials.js';

/** The parts that the service is made of. */
export interface DomainParts {
  readonly domain: string;
  /** Words for its media, for bundles that bring none. */
  readonly media: readonly string[];
  readonly versions: VersionManager<Servable, Manifest>;
  readonly limits: RequestLimits;
  readonly catalogues: Pick<CatalogueVersions, 'lease' | 'reports'>;
  readonly metrics: DomainMetrics;
  readonly trials: DomainTrials;
  readonly catalogueMetrics: CatalogueMetrics;
  readonly serving: Pick<Serving, 'wrap' | 'logDefect'>;
}

/** The service as it is served over the network, and to callers in the same process. */
export interface DomainService extends ServedService {
  /** Its methods by short name. */
  readonly encoded: Readonly<Record<string, EncodedMethod>>;
}

/** Largest request of one call, in bytes: the gateway's limit, and room for what it adds. */
const MOST_REQUEST_BYTES = 256 * 1024;

const RESOLVE_FIELDS: CountedFields = { 3: { name: 'slots', most: 1_000 }, 5: { name: 'kinds', most: 1_000 } };

/** What is said where entities are asked for and there are none to be had. */
const noCatalogue = (domain: string) => `${domain} has no catalogue to resolve by; deploy ${catalogueName(domain)}`;

const rerankFields = (most: number): CountedFields => ({
  3: {
    name: 'hypotheses',
    most: most * 2,
    fields: {
      3: { name: 'slots', most: most * SLOTS_PER_HYPOTHESIS },
      5: { name: 'named_scores', most: most * MAX_NAMED_SCORES },
    },
  },
});

/** Interprets a request by a version. */
type Ask = (servable: Servable, manifest: Manifest) => Promise<Reranking>;

type Handler<Request> = UnaryHandler<Request, DomainInterpretResponse>;

/**
 * The Domain service: it admits and checks a request, leases a version, interprets, and names the version in its reply.
 */
export function domainService(parts: DomainParts): DomainService {
  const { domain, media, versions, limits, metrics, trials, catalogues, catalogueMetrics, serving } = parts;
  const answer = (query: DomainQuery, context: CallContext, ask: Ask, sent = 0): Promise<DomainInterpretResponse> =>
    trials.answer({
      ...{ query, ask, size: 1 + sent, deadlineMs: context.deadlineMs },
      active: () => versions.lease(query.version),
      by: (lease) => answerBy(lease, query, context, ask),
    });
  /** Answers by one version from beginning to end, whatever is deployed meanwhile. */
  const answerBy = async (
    { servable, manifest, end }: VersionLease<Servable, Manifest>,
    { requestId, nameMedia, entities }: DomainQuery,
    { tell }: CallContext,
    ask: Ask,
  ): Promise<{ interpretation: Reranking; reply: DomainInterpretResponse }> => {
    let catalogue: CatalogueLease | undefined;
    try {
      catalogue = entities && catalogues.lease(entities.catalogueVersion);
      const interpretation = await ask(servable, manifest);
      metrics.interpreted(interpretation);
      const [best] = interpretation.hypotheses;
      tell?.({ version: manifest.version, intent: best?.intent ?? '', confidence: rounded(best?.confidence ?? 0) });
      const found = entities && catalogue && look(interpretation, catalogue, manifest, entities, requestId);
      const reply = toReply(requestId, manifest, interpretation, found);
      if (nameMedia) reply.media = [...(manifest.media ?? media)];
      if (catalogue) reply.catalogueVersion = catalogue.version;
      else if (entities) {
        catalogueMetrics.missing();
        reply.warnings?.push(noCatalogue(domain));
      }
      return { interpretation, reply };
    } finally {
      catalogue?.end();
      end();
    }
  };
  const look = (
    interpretation: Reranking,
    { resolver }: CatalogueLease,
    { titleSlots = {} }: Manifest,
    { context }: EntityWishes,
    requestId: string,
  ) => {
    const begun = performance.now();
    const found = entitiesOf(interpretation, resolver, titleSlots, context, requestId);
    catalogueMetrics.resolved(found.values(), performance.now() - begun);
    return found;
  };
  const resolveSlots: UnaryHandler<ResolveRequest__Output, ResolveResponse> = async (request) => {
    const query = checkResolve(request, domain, limits);
    const catalogue = catalogues.lease(query.catalogueVersion);
    if (!catalogue) throw new NluError('FAILED_PRECONDITION', noCatalogue(domain));
    try {
      const begun = performance.now();
      const response = resolve(query, catalogue.resolver, catalogue.version);
      catalogueMetrics.resolved([response], performance.now() - begun);
      return response;
    } finally {
      catalogue.end();
    }
  };
  const interpret: Handler<DomainInterpretRequest__Output> = async (request, context) => {
    const query = checkInterpret(request, limits);
    return answer(query, context, (servable) => servable.interpret(query.utterance, query));
  };
  const rerank: Handler<DomainRerankRequest__Output> = async (request, context) => {
    const query = checkRerank(request, domain, limits);
    const ask: Ask = (servable, manifest) => {
      checkAgainstBundle(query.hypotheses, manifest);
      return servable.rerank(query.utterance, query.hypotheses, { explain: query.explain });
    };
    return answer(query, context, ask, query.hypotheses.length);
  };
  const { domain: loaded } = definitions();
  const definition = {
    ...loaded,
    Interpret: { ...loaded.Interpret, responseSerialize: encodeReply },
    Rerank: { ...counted(loaded.Rerank, rerankFields(limits.maxHypotheses)), responseSerialize: encodeReply },
    Resolve: counted(loaded.Resolve, RESOLVE_FIELDS),
  };
  const guarded = { interpret: serving.wrap(interpret), rerank: serving.wrap(rerank, rerankCost) };
  const describe: UnaryHandler<DomainDescribeRequest__Output, DomainDescribeResponse> = async () => {
    const { manifest, end } = versions.lease();
    end();
    return toDescription(manifest, versions.reports(), catalogues.reports());
  };
  const resolved = serving.wrap(resolveSlots);
  const streamed = {
    Interpret: encodedHandler(definition.Interpret, guarded.interpret),
    Rerank: encodedHandler(definition.Rerank, guarded.rerank),
  };
  const stream = streamService(streamed, serving.logDefect);
  return {
    name: 'nlu.v1.Domain',
    definition,
    mostRequestBytes: MOST_REQUEST_BYTES,
    drain: stream.drain,
    implementation: {
      Interpret: unary(guarded.interpret, serving.logDefect),
      Rerank: unary(guarded.rerank, serving.logDefect),
      Resolve: unary(resolved, serving.logDefect),
      Exchange: stream.handler,
      Describe: unary(describe, serving.logDefect),
    },
    encoded: {
      ...streamed,
      Resolve: encodedHandler(definition.Resolve, resolved),
      Describe: encodedHandler(definition.Describe, describe),
    },
  };
}
