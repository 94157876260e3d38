import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogueName } from '../../bundles/format/catalogue-name.js';
import { datedVersion } from '../../bundles/format/pack.js';
import { buildCatalogue } from '../../training/entities/build-catalogue.js';
import { cataloguePlan } from '../../training/entities/catalogue-plan.js';
import type { YearGoal } from '../../training/learning/year/year-goals.js';
import { wantedWorks } from '../../training/learning/year/year-works.js';
import { type GateSettings, type Offered, offer } from './learn-month.js';
import type { YearStack } from './year-stack.js';
import type { YearWorld } from './year-world.js';

/** The catalogues of the works that are wanted, as `nlu-reranker catalogue` makes them of files. @returns by `<domain>-catalogue` */
export async function yearCatalogues(
  { recipes, worksOf }: Pick<YearWorld, 'recipes' | 'worksOf'>,
  goals: Iterable<YearGoal>,
  folder: string,
  date: Date,
): Promise<Map<string, Uint8Array>> {
  await mkdir(folder, { recursive: true });
  const works = wantedWorks(goals, worksOf);
  const made = new Map<string, Uint8Array>();
  for (const { schema, recipe } of recipes) {
    const { domain } = schema;
    const own = works.get(domain) ?? [];
    if (own.length === 0) continue;
    const version = datedVersion(date);
    const file = join(folder, `${domain}.jsonl`);
    await writeFile(file, own.map((work) => `${JSON.stringify(work)}\n`).join(''));
    const plan = cataloguePlan(recipe.catalogue);
    const request = { domain, paths: [file], plan, pack: { version }, bytes: 0, progress: () => {} };
    made.set(catalogueName(domain), (await buildCatalogue(request)).bytes);
  }
  return made;
}

/** Deploys the catalogues of what is wanted now, past their gates, as a record company's new list would be. */
export async function changeCatalogues(
  stack: YearStack,
  world: YearWorld,
  goals: Iterable<YearGoal>,
  folder: string,
  gates: GateSettings,
): Promise<Offered[]> {
  const offered: Offered[] = [];
  for (const [name, bytes] of await yearCatalogues(world, goals, join(folder, 'catalogue-files'), stack.now))
    offered.push(await offer(stack, world, folder, name, bytes, undefined, gates));
  return offered;
}
