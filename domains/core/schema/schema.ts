import { z } from 'zod';
import { servedName } from '../../../bundles/format/catalogue-name.js';
import { NluError } from '../../../serving/errors.js';

/** Intents and slots are keys of replies and tables; one that every object has would be found where none was put. */
const name = z
  .string()
  .min(1)
  .max(128)
  .refine((key) => !(key in {}), { error: 'is a name that every object of JavaScript has; take another' });

/** In lower case, single blanks and none at the ends, as what they are compared with; a letter or a digit at least. */
const words = z
  .array(
    z
      .string()
      .toLowerCase()
      .overwrite((text) => text.trim().replace(/\s+/gu, ' '))
      .regex(/[\p{L}\p{N}]/u, 'has neither letter nor digit'),
  )
  .min(1);

/**
 * A rule that gives corpus rows to the domain where the corpus names no domain: rows of `intent`, and where `slot` is
 * given only those that have it, with one of `values` (lower case, single spaces) where these are given, too. With `as` it gives another corpus's rows this
 * schema's intents: SNIPS calls "play the film jaws" SearchCreativeWork.
 */
const rowRule = z
  .strictObject({
    intent: name,
    slot: name.optional(),
    values: words.optional(),
    /** The rule holds only where one of these words, or runs of words, stands before the row's first slot. */
    verbs: words.optional(),
    /** What such a row becomes: an intent of the schema; its slots renamed, and left out where the intent has them not. */
    as: z.strictObject({ intent: name, slots: z.record(name, name).default({}) }).optional(),
  })
  .refine((rule) => rule.slot !== undefined || rule.values === undefined, 'values are those of a slot: name it');

/** `schema.json` of a domain: its intents with their slots, and which corpus rows are its own. */
const domainSchema = z
  .strictObject({
    domain: servedName,
    description: z.string().min(1),
    intents: z
      .array(
        z.strictObject({
          name,
          slots: z.array(name),
          /** The slots that name the work that is asked for, in order of preference; absent: none does. */
          titleSlots: z.array(name).min(1).optional(),
          /** True for what acts on whatever plays, such as pausing: a context tells whose that is by what is playing. */
          controlsPlayback: z.boolean().optional(),
        }),
      )
      .min(1),
    /**
     * Words that people use for what the domain serves, such as "movie", "film" and "watch": by them the answer to a question
     * is understood. Absent: the values of `rows`.
     */
    media: z.array(z.string().toLowerCase().min(1).max(128)).max(256).optional(),
    rows: z.array(rowRule),
    /**
     * Intents that count as one where a corpus that names no domains has a single intent for them: SNIPS's SearchCreativeWork
     * is asked to play and to find. `slots` gives the corpus's names of their slots. For scoring alone.
     */
    sameIntents: z
      .array(
        z.strictObject({ corpusIntent: name, intents: z.array(name).min(1), slots: z.record(name, name).default({}) }),
      )
      .optional(),
  })
  .superRefine(({ intents, rows, sameIntents = [] }, context) => {
    const slotsOf = new Map(intents.map((intent) => [intent.name, new Set(intent.slots)]));
    if (slotsOf.size < intents.length)
      context.addIssue({ code: 'custom', path: ['intents'], message: 'an intent stands twice' });
    for (const [index, { name, slots, titleSlots = [] }] of intents.entries()) {
      const twice = slots.find((slot, place) => slots.indexOf(slot) < place);
      if (twice !== undefined) {
        const path = ['intents', index, 'slots'];
        context.addIssue({ code: 'custom', path, message: `${name} has slot ${twice} twice` });
      }
      const unknown = titleSlots.find((slot) => !slots.includes(slot));
      if (unknown === undefined) continue;
      const path = ['intents', index, 'titleSlots'];
      context.addIssue({ code: 'custom', path, message: `${name} has no slot ${unknown}` });
    }
    for (const [index, { intent, slot, as }] of rows.entries()) {
      const slots = slotsOf.get(as?.intent ?? intent);
      const refuse = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: ['rows', index, ...field.split('.')], message });
      if (!slots) refuse(as ? 'as.intent' : 'intent', `no intent is named ${as?.intent ?? intent}`);
      // A rule that relabels is about another corpus's slots.
      else if (!as && slot !== undefined && !slots.has(slot)) refuse('slot', `${intent} has no slot ${slot}`);
      const unknown = Object.values(as?.slots ?? {}).find((target) => slots && !slots.has(target));
      if (as && unknown !== undefined) refuse('as.slots', `${as.intent} has no slot ${unknown}`);
    }
    for (const [index, { corpusIntent, intents: same, slots }] of sameIntents.entries()) {
      const refuse = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: ['sameIntents', index, field], message });
      // The first one with a name is taken.
      if (sameIntents.findIndex((one) => one.corpusIntent === corpusIntent) < index)
        refuse('corpusIntent', `${corpusIntent} stands twice`);
      const strange = same.find((intent) => !slotsOf.has(intent));
      if (strange !== undefined) refuse('intents', `no intent is named ${strange}`);
      const unknown = Object.keys(slots).find((slot) => !same.some((intent) => slotsOf.get(intent)?.has(slot)));
      if (unknown !== undefined) refuse('slots', `none of ${same.join(', ')} has a slot ${unknown}`);
    }
  });

export type DomainSchema = z.infer<typeof domainSchema>;

/** What a process knows of the domain that it serves; without intents, they are those of each bundle. */
export type ServedSchema = Pick<DomainSchema, 'domain'> & Partial<Pick<DomainSchema, 'intents' | 'rows' | 'media'>>;

/**
 * The schema that a document holds.
 * @throws NluError INVALID_ARGUMENT naming `source` and the field
 */
export function parseDomainSchema(json: unknown, source: string): DomainSchema {
  const parsed = domainSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue.path.length > 0 ? `, ${issue.path.join('.')}` : '';
  throw new NluError('INVALID_ARGUMENT', `${source}${place}: ${issue.message}`);
}

/** Intent -> slots, sorted: the form a bundle's manifest carries. */
export function intentSlots(schema: Pick<DomainSchema, 'intents'>): Record<string, string[]> {
  const intents = [...schema.intents].sort((a, b) => (a.name < b.name ? -1 : 1));
  return Object.fromEntries(intents.map(({ name, slots }) => [name, [...slots].sort()]));
}

/** Intent -> slots that name the work that is asked for, in order of preference; intents without any are absent. */
export function intentTitleSlots(schema: Pick<DomainSchema, 'intents'>): Record<string, string[]> {
  const intents = [...schema.intents].sort((a, b) => (a.name < b.name ? -1 : 1));
  return Object.fromEntries(intents.flatMap(({ name, titleSlots }) => (titleSlots ? [[name, titleSlots]] : [])));
}

/** The intents that control what is playing, sorted. */
export function playbackIntents({ intents }: Pick<DomainSchema, 'intents'>): string[] {
  return intents.flatMap(({ name, controlsPlayback }) => (controlsPlayback ? [name] : [])).sort();
}

/** Words that people use for what the domain serves: as the schema lists them, else the values that its row rules go by. */
export function mediaWords({ media, rows = [] }: Partial<Pick<DomainSchema, 'media' | 'rows'>>): string[] {
  return media ?? [...new Set(rows.flatMap(({ values = [] }) => values))];
}
