import { type Command, InvalidArgumentError } from 'commander';
import type { DefaultSlot } from '../../proto/gen/nlu/v1/DefaultSlot.js';
import type { Meaning } from '../../proto/gen/nlu/v1/Meaning.js';
import type { Preference } from '../../proto/gen/nlu/v1/Preference.js';
import type { Thing } from '../../proto/gen/nlu/v1/Thing.js';

/** What is taught, in the order of the options. */
export interface PreferenceFlags {
  readonly like?: Preference[];
  readonly dislike?: Preference[];
  readonly default?: Preference[];
  readonly meaning?: Preference[];
}

/** Adds the options that say what is taught; their values are PreferenceFlags. */
export function withPreferenceOptions(command: Command): Command {
  const each =
    (read: (text: string) => Preference) =>
    (text: string, before: Preference[] = []) => [...before, read(text)];
  return command
    .option(
      '--like <thing>',
      'DOMAIN, DOMAIN/KIND, DOMAIN/KIND=VALUE or DOMAIN#ENTITY, such as music/artist=coltrane; repeat it',
      each((text) => ({ like: thing(text) })),
    )
    .option(
      '--dislike <thing>',
      'likewise',
      each((text) => ({ dislike: thing(text) })),
    )
    .option(
      '--default <slot=value>',
      'what fills a slot where the words leave it open: DOMAIN/SLOT=VALUE or DOMAIN/INTENT/SLOT=VALUE; repeat it',
      each((text) => ({ defaultSlot: defaultSlot(text) })),
    )
    .option(
      '--meaning <words=thing>',
      'what words mean: WORDS=DOMAIN, WORDS=DOMAIN/KIND or WORDS=DOMAIN#ENTITY; repeat it',
      each((text) => ({ meaning: meaning(text) })),
    );
}

/** All that is taught: likes, dislikes, defaults, meanings. */
export function taughtBy({ like = [], dislike = [], default: defaults = [], meaning = [] }: PreferenceFlags) {
  return [...like, ...dislike, ...defaults, ...meaning];
}

/** The gateway checks what these name. */
function thing(text: string): Thing {
  const [place = '', value = ''] = split(text, '=');
  return { ...placeOf(place), value };
}

function placeOf(text: string): { domain: string; kind: string; entity: string } {
  const [path = '', entity = ''] = split(text, '#');
  const [domain = '', kind = ''] = split(path, '/');
  if (domain === '') throw new InvalidArgumentError('It must begin with a domain, as in music/artist=coltrane.');
  return { domain, kind, entity };
}

function defaultSlot(text: string): DefaultSlot {
  const [path = '', value = ''] = split(text, '=');
  const parts = path.split('/');
  const [domain = '', intent = '', slot = ''] = parts.length === 2 ? [parts[0], '', parts[1]] : parts;
  if (parts.length < 2 || parts.length > 3 || slot === '' || value === '') {
    throw new InvalidArgumentError('It must be DOMAIN/SLOT=VALUE or DOMAIN/INTENT/SLOT=VALUE.');
  }
  return { domain, intent, slot, value };
}

function meaning(text: string): Meaning {
  const at = text.lastIndexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be WORDS=DOMAIN, as in "the tower=video".');
  return { words: text.slice(0, at), ...placeOf(text.slice(at + 1)) };
}

/** A text before and behind the first of a sign. */
function split(text: string, sign: string): [string, string] {
  const at = text.indexOf(sign);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
