import type { FoundEntities } from '../../../../proto/codec/entity-fields.js';
import { DEVICE_TYPES } from '../../../../proto/device-types.js';
import type { EntityOptions__Output } from '../../../../proto/gen/nlu/v1/EntityOptions.js';
import type { ResolveRequest__Output } from '../../../../proto/gen/nlu/v1/ResolveRequest.js';
import type { ResolveResponse } from '../../../../proto/gen/nlu/v1/ResolveResponse.js';
import { checkName } from '../../../../serving/checks/hypothesis.js';
import { quote } from '../../../../serving/checks/quote.js';
import { checkUtterance } from '../../../../serving/checks/utterance.js';
import { invalidField } from '../../../../serving/errors.js';
import type { QueryContext } from '../../resolution/entity-query.js';
import type { EntityResolver, NamedWords } from '../../resolution/entity-resolver.js';
import { foundEntities, targetsAmong } from './found-entities.js';

const MOST_SLOTS = 64;
const MOST_KINDS = 64;
const MOST_ENTITIES = 100;
const DEFAULT_ENTITIES = 10;
const LAST_HOUR = 23;
/** Of an entity's id, in UTF-16 code units. */
const LONGEST_ID = 256;

/** How to look for entities: checked options of a request. */
export interface EntityWishes {
  /** Empty: the active one. */
  readonly catalogueVersion: string;
  readonly context: QueryContext;
}

/** A checked Resolve request. */
export interface ResolveQuery extends EntityWishes {
  readonly requestId: string;
  /** None where a text is to be searched for. */
  readonly slots: readonly NamedWords[];
  readonly text: string;
  /** Empty unless one entity is to be told. */
  readonly entity: string;
  readonly kinds: readonly string[];
  readonly maxEntities: number;
}

/** @param field path of the options. @throws NluError INVALID_ARGUMENT naming the field */
export function checkEntityOptions(field: string, options: EntityOptions__Output | null): EntityWishes {
  const { catalogueVersion = '', deviceType = '', hour } = options ?? {};
  if (catalogueVersion !== '') checkName(`${field}.catalogue_version`, catalogueVersion);
  if (deviceType !== '' && !DEVICE_TYPES.includes(deviceType)) {
    throw invalidField(`${field}.device_type`, `${quote(deviceType)} is unknown; one of ${DEVICE_TYPES.join(', ')}`);
  }
  if (hour !== undefined && hour > LAST_HOUR)
    throw invalidField(`${field}.hour`, `${hour} is not in 0 to ${LAST_HOUR}`);
  return { catalogueVersion, context: { device: deviceType === '' ? undefined : deviceType, hour } };
}

/** @throws NluError INVALID_ARGUMENT naming the first field that is wrong */
export function checkResolve(
  request: ResolveRequest__Output,
  domain: string,
  { maxUtteranceBytes }: { readonly maxUtteranceBytes: number },
): ResolveQuery {
  const { requestId, slots, text, entity, kinds, maxEntities } = request;
  if (request.domain !== '' && request.domain !== domain) {
    throw invalidField('domain', `${quote(request.domain)} is not served here; ${domain} is`);
  }
  checkLookUp(request);
  if (slots.length === 0 && text === '' && entity === '')
    throw invalidField('slots', 'is empty, and so are text and entity; send one of them');
  if (slots.length > 0 && text !== '') throw invalidField('text', 'stands beside slots; send either');
  if (slots.length > MOST_SLOTS) throw invalidField('slots', `more than ${MOST_SLOTS}`);
  if (kinds.length > 0 && text === '')
    throw invalidField('kinds', 'slots name the kinds; leave it out, or send a text');
  if (kinds.length > MOST_KINDS) throw invalidField('kinds', `more than ${MOST_KINDS}`);
  if (maxEntities < 0 || maxEntities > MOST_ENTITIES) {
    const rule = `1 to ${MOST_ENTITIES}, or 0 for ${DEFAULT_ENTITIES}`;
    throw invalidField('max_entities', `${maxEntities} is not allowed; ${rule}`);
  }
  return {
    ...checkEntityOptions('options', request.options),
    requestId: requestId === '' ? '' : checkName('request_id', requestId),
    slots: slots.map(({ name, value }, index) => ({
      slot: checkName(`slots[${index}].name`, name),
      value: checkUtterance(value, maxUtteranceBytes, `slots[${index}].value`),
    })),
    entity,
    text: text === '' ? '' : checkUtterance(text, maxUtteranceBytes, 'text'),
    kinds: kinds.map((kind, index) => checkName(`kinds[${index}]`, kind)),
    maxEntities: maxEntities === 0 ? DEFAULT_ENTITIES : maxEntities,
  };
}

function checkLookUp({ entity, slots, text }: ResolveRequest__Output): void {
  if (entity === '') return;
  if (slots.length > 0 || text !== '') throw invalidField('entity', 'stands beside slots or text; send one of them');
  if (entity.length > LONGEST_ID) throw invalidField('entity', `is longer than ${LONGEST_ID} characters`);
}

/** A response to Resolve with all its lists. */
type Resolved = ResolveResponse & FoundEntities;

const NOTHING: FoundEntities = { entities: [], strategyRuns: [] };

/**
 * Looks for what the caller's slots, or a text, may mean, or tells an entity by its id.
 * @throws NluError INVALID_ARGUMENT for slots that the catalogue resolves none of, and for a kind that it has not
 */
export function resolve(query: ResolveQuery, resolver: EntityResolver, version: string): Resolved {
  const { requestId, slots, text, entity, kinds, context, maxEntities } = query;
  if (entity !== '') {
    const known = resolver.lookUp(entity);
    const found = known ? foundEntities({ entities: [known], none: 0, propensities: {} }, []) : NOTHING;
    return { requestId, catalogueVersion: version, ...found };
  }
  const named = targetsAmong(slots, resolver);
  if (slots.length > 0 && named.length === 0) {
    const known = [...resolver.slotTargets.keys()].join(', ');
    const said = slots.map(({ slot }) => quote(slot)).join(', ');
    throw invalidField('slots', `the catalogue resolves none of ${said}; it resolves ${known || 'none'}`);
  }
  const resolution =
    text === ''
      ? resolver.resolve(slots, context, requestId, maxEntities)
      : resolver.search(text, kinds, context, requestId, maxEntities);
  return { requestId, catalogueVersion: version, ...(resolution ? foundEntities(resolution, named) : NOTHING) };
}
