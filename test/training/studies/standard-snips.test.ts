import { expect, it } from 'vitest';
import { domainFolders } from '../../../domains/core/schema/domain-folders.js';
import { assigned } from '../../../training/corpus/domain-assignment.js';
import { STANDARD_SNIPS } from '../../../training/studies/standard-snips.js';

const folders = domainFolders(STANDARD_SNIPS);

it.each([
  ['AddToPlaylist', 'music'],
  ['BookRestaurant', 'restaurants'],
  ['GetWeather', 'weather'],
  ['PlayMusic', 'music'],
  ['RateBook', 'books'],
  ['SearchCreativeWork', 'creative-works'],
  ['SearchScreeningEvent', 'video'],
])('%s is a request of %s, whatever its slots', (intent, domain) => {
  const schemas = folders.map(({ schema }) => schema);
  expect(assigned({ id: '1', text: '', source: 'x', domain: '', intent, slots: [] }, schemas).domain).toBe(domain);
  expect(schemas.filter(({ intents }) => intents.some(({ name }) => name === intent))).toHaveLength(1);
});
