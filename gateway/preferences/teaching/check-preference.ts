import type { DefaultSlot__Output } from '../../../proto/gen/nlu/v1/DefaultSlot.js';
import type { Meaning__Output } from '../../../proto/gen/nlu/v1/Meaning.js';
import type { Preference__Output } from '../../../proto/gen/nlu/v1/Preference.js';
import type { Thing__Output } from '../../../proto/gen/nlu/v1/Thing.js';
import { quote } from '../../../serving/checks/quote.js';
import { checkUtterance } from '../../../serving/checks/utterance.js';
import { invalidField } from '../../../serving/errors.js';
import type { Said } from '../document/preference.js';
import type { DomainKnowledge } from './domain-knowledge.js';

/** In UTF-16 code units: of words, values and ids, and of names. */
const LONGEST_TEXT = 256;
const LONGEST_NAME = 128;

/**
 * Checks a preference that is taught, against the domain that it names.
 * @param field path of the preference
 * @throws NluError INVALID_ARGUMENT naming the field, also of an intent, slot, kind or entity that the domain has not;
 *   UNAVAILABLE naming the domain where it does not say
 */
export async function checkPreference(
  field: string,
  { like, dislike, defaultSlot, meaning }: Preference__Output,
  knowledge: DomainKnowledge,
): Promise<Said> {
  if (like) return { type: 'like', ...(await checkThing(`${field}.like`, like, knowledge)) };
  if (dislike) return { type: 'dislike', ...(await checkThing(`${field}.dislike`, dislike, knowledge)) };
  if (defaultSlot) return checkDefault(`${field}.default_slot`, defaultSlot, knowledge);
  if (meaning) return checkMeaning(`${field}.meaning`, meaning, knowledge);
  throw invalidField(`${field}.what`, 'is empty; set one of like, dislike, default_slot or meaning');
}

async function checkThing(field: string, { domain, kind, value, entity }: Thing__Output, knowledge: DomainKnowledge) {
  checkDomain(`${field}.domain`, domain, knowledge);
  if (value !== '') checkText(`${field}.value`, value);
  if (value !== '' && entity !== '') throw invalidField(`${field}.value`, 'stands beside entity; send either');
  return { domain, kind, value, entity, ...(await named(field, domain, kind, entity, knowledge)) };
}

async function checkMeaning(field: string, meaning: Meaning__Output, knowledge: DomainKnowledge): Promise<Said> {
  const { words, domain, kind, entity } = meaning;
  checkText(`${field}.words`, words);
  checkDomain(`${field}.domain`, domain, knowledge);
  return { type: 'meaning', words, domain, kind, entity, ...(await named(field, domain, kind, entity, knowledge)) };
}

async function checkDefault(field: string, said: DefaultSlot__Output, knowledge: DomainKnowledge): Promise<Said> {
  const { domain, intent, slot, value } = said;
  checkDomain(`${field}.domain`, domain, knowledge);
  checkText(`${field}.value`, value);
  checkNameLength(`${field}.intent`, intent);
  checkNameLength(`${field}.slot`, slot);
  const slots = await knowledge.slotsOf(domain);
  const own = slots.get(intent);
  if (intent !== '' && !own) throw unknown(`${field}.intent`, intent, domain, [...slots.keys()]);
  const has = [...slots].filter(([name, names]) => (intent === '' || name === intent) && names.includes(slot));
  if (has.length === 0) {
    const where = intent === '' ? domain : `${domain}'s ${intent}`;
    throw unknown(`${field}.slot`, slot, where, own ?? [...new Set([...slots.values()].flat())]);
  }
  return { type: 'default', domain, intents: has.map(([name]) => name), isOfAll: intent === '', slot, value };
}

/** What a kind and an entity are by their domain. */
async function named(field: string, domain: string, kind: string, entity: string, knowledge: DomainKnowledge) {
  checkNameLength(`${field}.kind`, kind);
  if (entity.length > LONGEST_TEXT) throw invalidField(`${field}.entity`, `is longer than ${LONGEST_TEXT} characters`);
  const isSlot = kind !== '' && entity === '' && (await isSlotOf(`${field}.kind`, domain, kind, knowledge));
  if (entity === '') return { isSlot, title: '' };
  const found = await knowledge.entity(domain, entity);
  if (!found) throw invalidField(`${field}.entity`, `${domain}'s catalogue has no ${quote(entity)}, or there is none`);
  if (kind !== '' && found.kind !== kind) {
    throw invalidField(`${field}.kind`, `${quote(entity)} is no ${quote(kind)} but a ${found.kind}; leave it out`);
  }
  return { isSlot, title: found.title };
}

/** Whether a kind is a slot, and not a kind of entity. @throws NluError INVALID_ARGUMENT where it is neither */
async function isSlotOf(field: string, domain: string, kind: string, knowledge: DomainKnowledge): Promise<boolean> {
  const slots = new Set([...(await knowledge.slotsOf(domain)).values()].flat());
  if (slots.has(kind)) return true;
  if (await knowledge.hasKind(domain, kind)) return false;
  throw unknown(field, kind, domain, [...slots], 'or a kind of its catalogue');
}

function checkDomain(field: string, domain: string, { names }: DomainKnowledge): void {
  if (domain === '') throw invalidField(field, `is empty; one of ${names.join(', ')}`);
  if (!names.includes(domain)) throw invalidField(field, `${quote(domain)} is unknown; one of ${names.join(', ')}`);
}

function checkText(field: string, text: string): void {
  checkUtterance(text, 4 * LONGEST_TEXT, field);
  if (text.length > LONGEST_TEXT) throw invalidField(field, `is longer than ${LONGEST_TEXT} characters`);
}

function checkNameLength(field: string, name: string): void {
  if (name.length > LONGEST_NAME) throw invalidField(field, `is longer than ${LONGEST_NAME} characters`);
}

function unknown(field: string, name: string, where: string, known: readonly string[], or = '') {
  const rule = [`one of ${known.toSorted().join(', ')}`, or].filter((part) => part !== '').join(', ');
  return invalidField(field, `${where} has no ${quote(name)}; ${rule}`);
}
