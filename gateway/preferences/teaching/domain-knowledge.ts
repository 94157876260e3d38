import type { Entity__Output } from '../../../proto/gen/nlu/v1/Entity.js';
import { NluError } from '../../../serving/errors.js';
import type { CallContext } from '../../../serving/rpc/unary.js';
import { splitDeadline } from '../../domains/budget.js';
import type { DomainClient } from '../../domains/domain-client.js';
import type { DomainRules } from '../../domains/domains-config.js';
import type { AskSettings } from '../../domains/fan-out.js';

/** What domains know that preferences name. Asked of the domains themselves, once a request. */
export interface DomainKnowledge {
  /** The configured domains. */
  readonly names: readonly string[];
  /** The slots of each intent in a domain's schema. @throws NluError UNAVAILABLE naming the domain */
  slotsOf(domain: string): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Whether a domain's catalogue has a kind of entity; false where it has no catalogue. @throws NluError as `slotsOf` */
  hasKind(domain: string, kind: string): Promise<boolean>;
  /** The entity of an id; undefined where the catalogue has none, or there is no catalogue. @throws NluError as `slotsOf` */
  entity(domain: string, id: string): Promise<Entity__Output | undefined>;
}

/** What domains are asked with. */
export interface KnowledgeParts {
  readonly rules: Pick<DomainRules, 'deadline'>;
  /** One client for every domain of the configuration, by name. */
  readonly domains: ReadonlyMap<string, Pick<DomainClient, 'describe' | 'resolve'>>;
}

/** The domains' knowledge for one call, within its deadline. */
export function domainKnowledge(
  { rules, domains }: KnowledgeParts,
  { deadlineMs, signal }: Pick<CallContext, 'deadlineMs' | 'signal'>,
): DomainKnowledge {
  const { fanOutMs } = splitDeadline(performance.now(), deadlineMs, rules.deadline);
  const settings: AskSettings = { timeoutMs: fanOutMs, signal };
  const schemas = new Map<string, Promise<ReadonlyMap<string, readonly string[]>>>();
  const resolve = async (domain: string, asked: { readonly entity: string } | { readonly kinds: string[] }) => {
    const request = { domain, maxEntities: 1, ...('kinds' in asked && { text: 'x' }), ...asked };
    return of(domain, () => domains.get(domain)!.resolve(request, settings));
  };
  return {
    names: [...domains.keys()],
    slotsOf(domain) {
      const known = schemas.get(domain) ?? of(domain, async () => slotsByIntent(domains.get(domain)!, settings));
      schemas.set(domain, known);
      return known;
    },
    hasKind: (domain, kind) =>
      resolve(domain, { kinds: [kind] }).then(
        () => true,
        (error) => unless(error, false),
      ),
    entity: (domain, id) =>
      resolve(domain, { entity: id }).then(
        ({ entities }) => entities.find((entity) => entity.id === id),
        (error) => unless(error, undefined),
      ),
  };
}

async function slotsByIntent(client: Pick<DomainClient, 'describe'>, settings: AskSettings) {
  const { intents } = await client.describe(settings);
  return new Map(intents.map(({ name, slots }): [string, readonly string[]] => [name, slots]));
}

/** What a domain says; its own state by its name. */
async function of<T>(domain: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof NluError) || error.code === 'INVALID_ARGUMENT' || error.code === 'CANCELLED') throw error;
    throw new NluError(error.code, `${domain}: ${error.message}`, { cause: error, reason: error.reason });
  }
}

/** A catalogue that has not what was asked for, or that is not there, has its answer; other failures have none. */
function unless<T>(error: unknown, answer: T): T {
  if (error instanceof NluError && (error.code === 'INVALID_ARGUMENT' || error.code === 'FAILED_PRECONDITION')) {
    return answer;
  }
  throw error;
}
