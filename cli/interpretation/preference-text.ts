import type { Preference__Output } from '../../proto/gen/nlu/v1/Preference.js';

/** What a preference says, in one line. @param title of the entity that it names; empty: none, or not known */
export function saidText({ like, dislike, defaultSlot, meaning }: Preference__Output, title = ''): string {
  if (like || dislike) {
    const { domain, kind, value, entity } = (like ?? dislike)!;
    const what = title || value || entity;
    return [like ? 'like' : 'dislike', domain, kind, what === '' ? '' : `"${what}"`].filter(Boolean).join(' ');
  }
  if (defaultSlot) {
    const { domain, intent, slot, value } = defaultSlot;
    return [domain, intent, `${slot} is "${value}" where nothing is said`].filter(Boolean).join(' ');
  }
  if (!meaning) return 'of a kind that is newer than this command';
  const { words, domain, kind, entity } = meaning;
  const what = title || entity;
  return [`"${words}" means`, domain, kind, what === '' ? '' : `"${what}"`].filter(Boolean).join(' ');
}
