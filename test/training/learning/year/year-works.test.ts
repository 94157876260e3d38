import { expect, test } from 'vitest';
import { domainFolders } from '../../../../domains/core/schema/domain-folders.js';
import { wantedWorks, worksBy } from '../../../../training/learning/year/year-works.js';
import { readRecipe } from '../../../../training/recipes/recipe.js';

const recipes = domainFolders().map(({ schema, path }) => ({ schema, recipe: readRecipe(path, schema) }));
const worksOf = worksBy(recipes);
const goal = (domain: string, ...slots: [string, string][]) => ({
  meaning: { domain, intent: 'i', slots: slots.map(([name, value]) => ({ name, value })) },
});

test('the works of a goal are what its slots name that catalogues have titles for', () => {
  const works = worksOf(goal('music', ['track', 'Hello'], ['artist', 'adele'], ['sort', 'top']));
  expect(works.map(({ id, kind }) => [id, kind])).toEqual([
    ['song/hello', 'song'],
    ['artist/adele', 'artist'],
  ]);
  expect(worksOf({ meaning: undefined })).toEqual([]);
});

test('what many goals name is one work of their domain', () => {
  const goals = [
    goal('music', ['artist', 'adele']),
    goal('music', ['artist', 'Adele']),
    goal('video', ['person', 'x']),
  ];
  const wanted = wantedWorks(goals as never, worksOf);
  expect([...wanted].map(([domain, works]) => [domain, works.map(({ title }) => title)])).toEqual([
    ['music', ['adele']],
    ['video', ['x']],
  ]);
});
