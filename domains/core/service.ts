import type { DomainInterpretRequest__Output } from '../../proto/gen/nlu/v1/DomainInterpretRequest.js';
import type { DomainInterpretResponse } from '../../proto/gen/nlu/v1/DomainInterpretResponse.js';
import type { DomainRerankRequest__Output } from '../../proto/gen/nlu/v1/DomainRerankRequest.js';
import { type Admission, admitted } from '../../proto/rpc/admission.js';
import { definitions } from '../../proto/rpc/definitions.js';
import type { ServedService } from '../../proto/rpc/server.js';
import { type UnaryHandler, unary } from '../../proto/rpc/unary.js';
import type { Manifest } from './bundle/manifest.js';
import type { Interpretation } from './hypothesis.js';
import type { VersionManager } from './lifecycle/manager.js';
import { toDescription, toReply } from './reply.js';
import { checkAgainstSchema, checkInterpret, checkRerank, type DomainQuery, type RequestLimits } from './request.js';
import type { Servable } from './servable.js';

/** What the service works with. */
export interface DomainParts {
  readonly domain: string;
  readonly versions: VersionManager<Servable, Manifest>;
  readonly limits: RequestLimits;
  readonly admission: Admission;
}

type Handler<Request> = UnaryHandler<Request, DomainInterpretResponse>;

/** The Domain service: admit, check, lease a version, interpret, reply with the version that did it. */
export function domainService({ domain, versions, limits, admission }: DomainParts): ServedService {
  /** One version from beginning to end, whatever is deployed meanwhile. */
  const answer = async (
    { requestId, version }: DomainQuery,
    ask: (servable: Servable, manifest: Manifest) => Promise<Interpretation>,
  ): Promise<DomainInterpretResponse> => {
    const { servable, manifest, end } = versions.lease(version);
    try {
      return toReply(requestId, manifest, await ask(servable, manifest));
    } finally {
      end();
    }
  };
  const interpret: Handler<DomainInterpretRequest__Output> = async (request) => {
    const query = checkInterpret(request, limits);
    const { utterance, explain, maxHypotheses } = query;
    const options = { explain, ...(maxHypotheses === undefined ? {} : { maxHypotheses }) };
    return answer(query, (servable) => servable.interpret(utterance, options));
  };
  const rerank: Handler<DomainRerankRequest__Output> = async (request) => {
    const query = checkRerank(request, domain, limits);
    return answer(query, (servable, manifest) => {
      checkAgainstSchema(query.hypotheses, manifest.schema);
      return servable.rerank(query.utterance, query.hypotheses, { explain: query.explain });
    });
  };
  return {
    name: 'nlu.v1.Domain',
    definition: definitions().domain,
    implementation: {
      Interpret: unary(admitted(admission, interpret)),
      Rerank: unary(admitted(admission, rerank)),
      Describe: unary(async () => {
        const { manifest, end } = versions.lease();
        end();
        return toDescription(manifest, versions.reports());
      }),
    },
  };
}
