import type { FoundEntities } from '../../../proto/codec/entity-fields.js';
import type { Entity__Output } from '../../../proto/gen/nlu/v1/Entity.js';
import { checkName, checkProbability } from '../../../serving/checks/hypothesis.js';
import { invalidField } from '../../../serving/errors.js';

const MOST_ENTITIES = 100;
const MOST_NAMES = 256;
const MOST_RUNS = 64;
/** In UTF-16 code units. */
const LONGEST_TEXT = 4_096;

/**
 * Checks what was found for a hypothesis, and returns it by itself.
 * @param field path of the hypothesis
 * @returns undefined where nothing was looked for
 * @throws NluError INVALID_ARGUMENT naming the field
 */
export function checkFoundEntities(field: string, found: FoundEntities): FoundEntities | undefined {
  const { entities, entityNone, strategyRuns } = found;
  if (entities.length === 0 && entityNone === undefined && strategyRuns.length === 0) return undefined;
  if (entities.length > MOST_ENTITIES) throw invalidField(`${field}.entities`, `more than ${MOST_ENTITIES}`);
  if (strategyRuns.length > MOST_RUNS) throw invalidField(`${field}.strategy_runs`, `more than ${MOST_RUNS}`);
  if (entityNone !== undefined) checkProbability(`${field}.entity_none`, entityNone);
  for (const [place, entity] of entities.entries()) checkEntity(`${field}.entities[${place}]`, entity);
  for (const [place, { name, propensity }] of strategyRuns.entries()) {
    checkName(`${field}.strategy_runs[${place}].name`, name);
    if (propensity > 0 && propensity <= 1) continue;
    throw invalidField(`${field}.strategy_runs[${place}].propensity`, `${propensity} is not in (0, 1]`);
  }
  return { entities, strategyRuns, ...(entityNone !== undefined && { entityNone }) };
}

function checkEntity(field: string, entity: Entity__Output): void {
  const { id, kind, title, creators, strategies, slots, probability } = entity;
  if (id === '') throw invalidField(`${field}.id`, 'is empty');
  checkProbability(`${field}.probability`, probability);
  for (const [name, texts] of Object.entries({ id: [id], kind: [kind], title: [title], creators, strategies, slots })) {
    if (texts.length > MOST_NAMES) throw invalidField(`${field}.${name}`, `more than ${MOST_NAMES}`);
    if (texts.every((text) => text.length <= LONGEST_TEXT)) continue;
    throw invalidField(`${field}.${name}`, `is longer than ${LONGEST_TEXT} characters`);
  }
}

/**
 * The entity that tells a reading from others: the most probable one, where it is likelier than that nothing of the
 * catalogue is meant.
 */
export function namedEntity({ entities, entityNone = 0 }: FoundEntities): Entity__Output | undefined {
  const [best] = entities;
  return best && best.probability > entityNone ? best : undefined;
}
