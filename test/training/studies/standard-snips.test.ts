import { expect, it } from 'vitest';
import { domainFolders } from '../../../domains/core/schema/domain-folders.js';
import { domainByRules } from '../../../training/corpus/domain-assignment.js';
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
  expect(domainByRules({ intent, slots: [] }, schemas)).toBe(domain);
  expect(schemas.filter(({ intents }) => intents.some(({ name }) => name === intent))).toHaveLength(1);
});
