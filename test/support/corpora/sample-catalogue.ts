import type { CatalogueRow } from '../../../training/catalogue/catalogue.js';
import { sampleRows } from './sample-domain.js';

/** A catalogue made of the sample's own titles and names: too small to teach much, of the form that a real one has. */
export function sampleCatalogue(): CatalogueRow[] {
  const kinds = { music: 'song', books: 'book', video: 'film' } as const;
  return sampleRows().flatMap(({ domain, slots = [] }) => {
    if (!(domain in kinds)) return [];
    const values = (names: readonly string[]) =>
      slots.filter(({ name }) => names.includes(name)).map(({ value }) => value);
    const [title] = values(['track', 'object_name', 'movie_name']);
    if (title === undefined) return [];
    return [{ kind: kinds[domain as keyof typeof kinds], title, creators: values(['artist']) }];
  });
}
